package dev.tidemark.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, for people. Numbers stand right. */
final class Table {

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    void row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("a row has a cell for each heading");
        }
        rows.add(List.of(cells));
    }

    /** A row from a list whose length is the headings'. */
    void row(List<String> cells) {
        row(cells.toArray(String[]::new));
    }

    void print(Terminal terminal) {
        int[] widths = new int[headings.size()];
        boolean[] numbers = new boolean[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    headings.get(i).length(),
                    rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
            numbers[i] = !rows.isEmpty()
                    && rows.stream().allMatch(r -> r.get(column).matches("[\\d,.]*|-"))
                    && rows.stream().anyMatch(r -> !r.get(column).isEmpty());
        }
        terminal.say(line(headings, widths, numbers));
        rows.forEach(row -> terminal.say(line(row, widths, numbers)));
    }

    private static String line(List<String> cells, int[] widths, boolean[] numbers) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).replaceAll("\\p{Cntrl}+", " ");
            String blanks = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(numbers[i] ? blanks + cell : cell + blanks).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
