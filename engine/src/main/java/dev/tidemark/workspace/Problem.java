package dev.tidemark.workspace;

import java.util.Comparator;

/**
 * One mistake in a workspace file, for the person who wrote it. Holds no secret.
 *
 * @param file as it was named when it was loaded
 * @param line counted from 1
 * @param column counted from 1, in characters as an editor counts them
 * @param message what is wrong
 * @param hint what would be right; never empty
 * @param excerpt the line, with values that could be secrets left out; empty where there is none to show
 */
public record Problem(String file, int line, int column, String message, String hint, String excerpt) {

    static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparingInt(Problem::column);

    public Problem {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns begin at 1: " + line + ":" + column);
        }
        if (message.isBlank() || hint.isBlank()) {
            throw new IllegalArgumentException("a problem says what is wrong and what would be right");
        }
    }

    /** Several lines: the place and the message, the line with a caret below the place, the hint. */
    public String show() {
        StringBuilder text = new StringBuilder(toString()).append('\n');
        if (!excerpt.isBlank()) {
            String margin = " ".repeat(Integer.toString(line).length());
            text.append("  ").append(line).append(" | ").append(excerpt).append('\n');
            if (caretFits()) {
                String before = excerpt.substring(0, excerpt.offsetByCodePoints(0, column - 1));
                text.append("  ").append(margin).append(" | ");
                text.append(before.replaceAll("[^\t]", " ")).append("^\n");
            }
        }
        return text.append("  ").append(hint).append('\n').toString();
    }

    /** Behind something left out, places have moved. */
    private boolean caretFits() {
        int cut = excerpt.indexOf('…');
        return column - 1 <= excerpt.codePointCount(0, excerpt.length()) && (cut < 0 || cut >= column - 1);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
