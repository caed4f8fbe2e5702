package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects the mistakes of one file, and shows its lines without what could be a secret (invariant 9). */
final class Problems {

    private static final Pattern KEY = Pattern.compile("(\\s*(?:- +)?[\\w-]+ *:)(.*)", Pattern.DOTALL);

    private final String file;
    private final List<String> lines;
    private final List<Found> found = new ArrayList<>();
    private final List<Place> hidden = new ArrayList<>();

    Problems(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    void add(Place at, String message, String hint) {
        found.add(new Found(at, message, hint, false));
    }

    /** A mistake after which nothing is known of the text, so that any value on the line could be a secret. */
    void unreadable(Place at, String message, String hint) {
        found.add(new Found(at, message, hint, true));
    }

    /** Leaves this stretch out of all excerpts. */
    void hide(Place place) {
        hidden.add(place);
    }

    boolean any() {
        return !found.isEmpty();
    }

    List<Problem> inOrder() {
        return found.stream()
                .map(this::problem)
                .sorted(Problem.BY_PLACE)
                .distinct()
                .toList();
    }

    /** A problem at this place that is found after reading, when the file is known to hold no secret. */
    Problem later(Place at, String message, String hint) {
        return problem(new Found(at, message, hint, false));
    }

    private Problem problem(Found one) {
        int line = one.at.line();
        String excerpt = one.unreadable ? keyOnly(source(line)) : masked(line);
        return new Problem(file, line + 1, one.at.column() + 1, one.message, one.hint, excerpt);
    }

    private String source(int line) {
        return line < lines.size() ? lines.get(line) : "";
    }

    private static String keyOnly(String line) {
        Matcher key = KEY.matcher(line);
        if (!key.matches()) {
            return "";
        }
        return key.group(2).isBlank() ? key.group(1) : key.group(1) + " …";
    }

    private String masked(int line) {
        int[] text = source(line).codePoints().toArray();
        StringBuilder shown = new StringBuilder();
        boolean masking = false;
        for (int column = 0; column < text.length; column++) {
            boolean hide = isHidden(line, column);
            if (hide && !masking) {
                shown.append('…');
            } else if (!hide) {
                shown.appendCodePoint(text[column]);
            }
            masking = hide;
        }
        return shown.toString();
    }

    private boolean isHidden(int line, int column) {
        return hidden.stream()
                .anyMatch(place -> !before(line, column, place.line(), place.column())
                        && before(line, column, place.endLine(), place.endColumn()));
    }

    private static boolean before(int line, int column, int otherLine, int otherColumn) {
        return line < otherLine || (line == otherLine && column < otherColumn);
    }

    private record Found(Place at, String message, String hint, boolean unreadable) {}
}
