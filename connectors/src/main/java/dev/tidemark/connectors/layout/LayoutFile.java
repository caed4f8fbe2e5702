package dev.tidemark.connectors.layout;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.SourceLayout.Absent;
import dev.tidemark.connector.View;
import dev.tidemark.connector.View.Item;
import dev.tidemark.connector.View.Part;
import dev.tidemark.connector.View.Step;
import dev.tidemark.connector.View.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A layout as a file, which is named after it and lies beside its connector:
 *
 * <pre>
 * table NAME from STREAM          # 'from STREAM' again: its rows follow
 *   each VALUE                    # a row for each element of a list
 *   pairs VALUE except KEY ...    # a row for each entry of an object
 *   only VALUE [in TEXT ...]      # rows that have it
 *   COLUMN TYPE [VALUE]           # the field of the column's name, where no value is said
 *   rest [PREFIX] [without FIELD ...]
 * absent TABLE: WHY | WHAT TO DO
 * </pre>
 *
 * A value is {@code field} or {@code field.key.key}, {@code .key} in what the last step led to and {@code .} that itself,
 * {@code ..key} in what the step before led to, {@code @key}, {@code @place}, {@code @deleted}, {@code @synced}, {@code @true} or
 * {@code 'text'}; several with bars between them are the first that is there.
 */
public final class LayoutFile {

    private final List<View> views = new ArrayList<>();
    private final List<Absent> absent = new ArrayList<>();

    private String table = "";
    private List<Part> parts = new ArrayList<>();
    private String stream = "";
    private List<Step> steps = new ArrayList<>();
    private List<Item> items = new ArrayList<>();
    private Optional<String> rest = Optional.empty();
    private Set<String> without = Set.of();

    private LayoutFile() {}

    /** The layout of this name beside the class; a file that is not right is a mistake of the connector's author. */
    public static SourceLayout of(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name + ".layout")) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name + ".layout");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SourceLayout parse(String name, String text) {
        LayoutFile file = new LayoutFile();
        for (String line : text.lines().toList()) {
            try {
                file.line(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "in the layout " + name + ", at '" + line.strip() + "': " + e.getMessage(), e);
            }
        }
        file.endTable();
        return new SourceLayout(name, file.views, file.absent);
    }

    private void line(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        List<String> words = List.of(line.strip().split("\\s+"));
        boolean inside = line.startsWith(" ");
        switch (words.getFirst()) {
            case "table" -> {
                endTable();
                table = words.get(1);
                stream = words.get(3);
            }
            case "from" -> {
                endPart();
                stream = words.get(1);
            }
            case "absent" -> {
                endTable();
                absent.add(absent(line.substring("absent ".length())));
            }
            default -> {
                if (!inside) {
                    throw new IllegalArgumentException("'" + words.getFirst() + "' is no word of a layout");
                }
                inside(words);
            }
        }
    }

    private void inside(List<String> words) {
        switch (words.getFirst()) {
            case "each" -> steps.add(new Step.Each(value(words.get(1))));
            case "pairs" -> steps.add(new Step.Pairs(value(words.get(1)), Set.copyOf(words.subList(3, words.size()))));
            case "only" ->
                steps.add(new Step.Only(
                        value(words.get(1)), words.size() > 2 ? words.subList(3, words.size()) : List.of()));
            case "rest" -> {
                int at = words.indexOf("without");
                rest = Optional.of(words.size() > 1 && at != 1 ? words.get(1) : "");
                without = at < 0 ? Set.of() : Set.copyOf(words.subList(at + 1, words.size()));
            }
            default ->
                items.add(new Item(
                        words.getFirst(),
                        FieldType.valueOf(words.get(1).toUpperCase(Locale.ROOT)),
                        value(words.size() > 2 ? words.get(2) : words.getFirst())));
        }
    }

    private static Value value(String text) {
        if (text.indexOf('|') < 0) {
            return one(text);
        }
        return new Value.First(
                Arrays.stream(text.split("\\|", -1)).map(LayoutFile::one).toList());
    }

    private static Value one(String text) {
        return switch (text) {
            case "@deleted" -> new Value.IsDeleted();
            case "@synced" -> new Value.SyncedAt();
            case "@place" -> new Value.Place();
            case "@key" -> new Value.Key();
            case "@true" -> new Value.Constant("true");
            case "." -> new Value.Inside(List.of());
            default -> {
                if (text.startsWith("@")) {
                    throw new IllegalArgumentException("there is no " + text);
                }
                if (text.startsWith("'")) {
                    yield new Value.Constant(text.substring(1, text.length() - 1));
                }
                if (text.startsWith(".")) {
                    int up = text.startsWith("..") ? 1 : 0;
                    yield new Value.Inside(up, path(text.substring(up + 1)));
                }
                List<String> path = path(text);
                yield new Value.At(path.getFirst(), path.subList(1, path.size()));
            }
        };
    }

    private static List<String> path(String text) {
        return List.of(text.split("\\.", -1));
    }

    private static Absent absent(String text) {
        int colon = text.indexOf(": ");
        int bar = text.indexOf(" | ");
        return new Absent(
                text.substring(0, colon),
                text.substring(colon + 2, bar),
                text.substring(bar + 3).strip());
    }

    private void endPart() {
        if (!stream.isEmpty()) {
            parts.add(new Part("", stream, steps, items, rest, without));
        }
        stream = "";
        steps = new ArrayList<>();
        items = new ArrayList<>();
        rest = Optional.empty();
        without = Set.of();
    }

    private void endTable() {
        endPart();
        if (!table.isEmpty()) {
            views.add(new View("", table, parts));
        }
        table = "";
        parts = new ArrayList<>();
    }
}
