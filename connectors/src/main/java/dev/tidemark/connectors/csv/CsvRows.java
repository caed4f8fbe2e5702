package dev.tidemark.connectors.csv;

import dev.tidemark.connector.BadPage;
import java.util.Arrays;

/**
 * The rows of a page of CSV in UTF-8: commas, double quotes, a line end after each row, the last one too. What is not that, such
 * as a page that was cut off in the middle of a row, is refused; whether rows are missing the page cannot tell.
 */
public final class CsvRows {

    private final byte[] page;
    private int at;
    private int from;
    private char[] chars = new char[4_096];
    private int length;
    private int[] ends = new int[64];
    private int size;

    public CsvRows(byte[] page) {
        this.page = page;
        boolean mark = page.length >= 3 && page[0] == (byte) 0xEF && page[1] == (byte) 0xBB && page[2] == (byte) 0xBF;
        this.at = mark ? 3 : 0;
    }

    /** Goes to the next row; false at the end of the page. */
    public boolean next() throws BadPage {
        if (at >= page.length) {
            return false;
        }
        from = at;
        length = 0;
        size = 0;
        while (true) {
            if (at < page.length && page[at] == '"') {
                quoted();
            } else {
                plain();
            }
            if (size == ends.length) {
                ends = Arrays.copyOf(ends, size * 2);
            }
            ends[size] = length;
            size++;
            if (at >= page.length) {
                throw new BadPage("the last row has no end");
            }
            byte end = page[at];
            at++;
            if (end == '\n') {
                return true;
            }
            if (end == '\r' && at < page.length && page[at] == '\n') {
                at++;
                return true;
            }
            if (end != ',') {
                throw new BadPage("something follows a quoted value");
            }
        }
    }

    /** How many values the row has. */
    public int size() {
        return size;
    }

    /** The characters of the row's values, one after the other; good until the next row. */
    public char[] chars() {
        return chars;
    }

    /** Where a value begins in {@link #chars}. */
    public int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    public int length(int value) {
        return ends[value] - start(value);
    }

    public String text(int value) {
        return new String(chars, start(value), length(value));
    }

    /** Where the row's bytes begin in the page. */
    public int from() {
        return from;
    }

    /** Where the row's bytes end in the page, its line end among them. */
    public int to() {
        return at;
    }

    private void quoted() throws BadPage {
        at++;
        while (true) {
            if (at >= page.length) {
                throw new BadPage("a quoted value has no end");
            }
            if (page[at] != '"') {
                take();
            } else if (at + 1 < page.length && page[at + 1] == '"') {
                add('"');
                at += 2;
            } else {
                at++;
                return;
            }
        }
    }

    private void plain() throws BadPage {
        while (at < page.length && page[at] != ',' && page[at] != '\n' && page[at] != '\r') {
            take();
        }
    }

    private void add(char c) {
        if (length == chars.length) {
            chars = Arrays.copyOf(chars, length * 2);
        }
        chars[length] = c;
        length++;
    }

    /** One character of one to four bytes. */
    private void take() throws BadPage {
        int first = page[at];
        if (first >= 0) {
            add((char) first);
            at++;
            return;
        }
        int bytes = (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : (first & 0xF8) == 0xF0 ? 4 : 0;
        if (bytes == 0 || at + bytes > page.length) {
            throw new BadPage("not UTF-8");
        }
        int point = first & (0x7F >> bytes);
        for (int i = 1; i < bytes; i++) {
            int more = page[at + i];
            if ((more & 0xC0) != 0x80) {
                throw new BadPage("not UTF-8");
            }
            point = (point << 6) | (more & 0x3F);
        }
        if (!Character.isValidCodePoint(point)) {
            throw new BadPage("not UTF-8");
        }
        at += bytes;
        if (Character.isBmpCodePoint(point)) {
            add((char) point);
        } else {
            add(Character.highSurrogate(point));
            add(Character.lowSurrogate(point));
        }
    }
}
