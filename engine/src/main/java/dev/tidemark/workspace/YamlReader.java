package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Items;
import dev.tidemark.workspace.Yaml.Place;
import dev.tidemark.workspace.Yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one document of YAML 1.2. Anchors, aliases and tags are refused: a file says what it says where it stands, and no
 * small file unfolds into a large one.
 */
final class YamlReader {

    private static final int DEEPEST = 20;
    private static final Place START = new Place(0, 0, 0, 0);

    private final Problems problems;
    private final Iterator<Event> events;

    private YamlReader(String text, Problems problems) {
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(WorkspaceReader.MOST_CHARACTERS)
                // One that the text does not fill: where a full one ends between two halves of a character, the parser
                // fails.
                .setBufferSize(text.length() + 2)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The document, or empty where a problem was found that leaves nothing to read on. */
    static Optional<Yaml> read(String text, Problems problems) {
        try {
            return new YamlReader(text, problems).document();
        } catch (Unreadable e) {
            return Optional.empty();
        } catch (MarkedYamlEngineException e) {
            report(e, problems);
            return Optional.empty();
        } catch (YamlEngineException e) {
            problems.unreadable(
                    START, "this is not YAML text", "Save the file as UTF-8 text without control characters");
            return Optional.empty();
        }
    }

    private Optional<Yaml> document() {
        next(); // the stream begins
        if (next().getEventId() == Event.ID.StreamEnd) {
            problems.add(START, "the file is empty", "Begin with 'workspace: ' and the customer's name");
            return Optional.empty();
        }
        Yaml root = node(next(), 0);
        next(); // the document ends
        Event after = next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            problems.add(place(after, after), "a second document begins here", "Keep one workspace in each file");
        }
        return Optional.of(root);
    }

    private Yaml node(Event event, int depth) {
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            throw refuse(
                    event,
                    "anchors and aliases (& and *) are not read",
                    "Write the value out, in quotes if it begins so");
        }
        if (depth > DEEPEST) {
            throw refuse(event, "this is nested too deeply", "No key of a workspace file needs so many levels");
        }
        return switch (event) {
            case ScalarEvent scalar -> {
                refuseTag(event, scalar.getTag());
                yield new Scalar(scalar.getValue(), scalar.isPlain(), place(event, event));
            }
            case SequenceStartEvent start -> {
                refuseTag(event, start.getTag());
                yield items(event, depth);
            }
            case MappingStartEvent start -> {
                refuseTag(event, start.getTag());
                yield entries(event, depth);
            }
            default -> throw refuse(event, "nothing can be read here", "Begin with 'workspace: '");
        };
    }

    private Items items(Event start, int depth) {
        List<Yaml> items = new ArrayList<>();
        Event event = next();
        for (; event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event, depth + 1));
        }
        return new Items(items, place(start, event));
    }

    private Entries entries(Event start, int depth) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        Event event = next();
        for (; event.getEventId() != Event.ID.MappingEnd; event = next()) {
            if (!(node(event, depth + 1) instanceof Scalar key)) {
                throw refuse(event, "a key is a word", "Write 'key: value'");
            }
            Yaml value = node(next(), depth + 1);
            Place first = seen.putIfAbsent(key.text(), key.at());
            if (first == null) {
                entries.add(new Entry(key, value));
            } else {
                problems.hide(value.at());
                problems.add(
                        key.at(),
                        "'" + key.text() + "' is here a second time",
                        "Keep one of them; the first is on line " + (first.line() + 1));
            }
        }
        return new Entries(entries, place(start, event));
    }

    private Event next() {
        return events.next();
    }

    private void refuseTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw refuse(event, "tags (!) are not read", "Write the value without it, or in quotes if it begins so");
        }
    }

    private Unreadable refuse(Event event, String message, String hint) {
        problems.unreadable(place(event, event), message, hint);
        return new Unreadable();
    }

    private static Place place(Event first, Event last) {
        Mark start = first.getStartMark().orElseThrow();
        Mark end = last.getEndMark().orElseThrow();
        return new Place(start.getLine(), start.getColumn(), end.getLine(), end.getColumn());
    }

    /** In our own words: what the parser quotes could be the beginning of a secret, and its advice is for programmers. */
    private static void report(MarkedYamlEngineException e, Problems problems) {
        Place at = place(e.getProblemMark());
        String what = e.getProblem();
        if (what.contains("TAB")) {
            problems.unreadable(at, "a tab stands where spaces must", "Indent with spaces");
        } else if (what.contains("unexpected end of stream")) {
            problems.unreadable(place(e.getContextMark()), "a quote that begins here is not closed", "Close it");
        } else if (what.contains("cannot start any token")) {
            problems.unreadable(at, "a value cannot begin with this character", "Put the value into quotes");
        } else if (what.contains("tag")) {
            problems.unreadable(at, "tags (!) are not read", "Put a value that begins with ! into quotes");
        } else {
            problems.unreadable(
                    at,
                    "this is not YAML: " + what,
                    "Look at indentation, colons and quotes here and on the line before");
        }
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(m -> new Place(m.getLine(), m.getColumn(), m.getLine(), m.getColumn()))
                .orElse(START);
    }

    /** A mistake after which the rest cannot be understood; it has been added to the problems. */
    private static final class Unreadable extends RuntimeException {
        Unreadable() {
            super("the problem has been reported", null, false, false);
        }
    }
}
