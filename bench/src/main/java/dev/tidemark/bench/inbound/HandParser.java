package dev.tidemark.bench.inbound;

import dev.tidemark.bench.inbound.Contacts.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** From JSON tokens to rows of COPY, with nothing between them. Knows this one type of record. */
final class HandParser {

    /** The four columns that Tidemark keeps beside each row. */
    static final List<String> META =
            List.of("_tidemark_version", "_tidemark_synced_at", "_tidemark_page", "_tidemark_deleted_at");

    private static final int COLUMNS = Contacts.COLUMNS.size() + META.size();
    private static final int KEY = 0;
    private static final int VERSION =
            Contacts.COLUMNS.stream().map(Column::name).toList().indexOf(Contacts.VERSION);

    private final JsonFactory json = new JsonFactory();
    private final PropertyNameMatcher names;
    private final Contacts.Kind[] kinds;
    private final long retrievedAt = System.currentTimeMillis() * 1000;
    private final @Nullable Keys seen;

    /** @param seen null where keys need not be looked at */
    HandParser(@Nullable Keys seen) {
        this.seen = seen;
        List<Named> named = new ArrayList<>();
        for (Column column : Contacts.COLUMNS) {
            named.add(Named.fromString(column.name()));
        }
        names = json.constructNameMatcher(named, false);
        kinds = Contacts.COLUMNS.stream().map(Column::kind).toArray(Contacts.Kind[]::new);
    }

    /**
     * Fields come in the order of the columns, as in every page of one API; a page of another order is refused.
     *
     * @param again takes the rows whose key may have come before
     */
    int rows(byte[] page, long number, RowBytes rows, RowBytes again) throws IOException {
        int count = 0;
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), page)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {}
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                row(parser, number, rows, again);
                count++;
            }
        }
        return count;
    }

    private void row(JsonParser parser, long number, RowBytes rows, RowBytes again) throws IOException {
        RowBytes out = rows;
        long version = 0;
        for (int i = 0; i < kinds.length; i++) {
            if (parser.nextNameMatch(names) != i) {
                throw new IOException("fields in another order");
            }
            JsonToken token = parser.nextToken();
            if (i == KEY) {
                boolean twice = seen != null
                        && !seen.add(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
                out = twice ? again : rows;
                out.row(COLUMNS);
            }
            if (token == JsonToken.VALUE_NULL) {
                out.none();
                continue;
            }
            switch (kinds[i]) {
                case TEXT -> out.text(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
                case BOOLEAN -> out.bool(token == JsonToken.VALUE_TRUE);
                case INTEGER -> out.bigint(parser.getLongValue());
                case DECIMAL ->
                    out.numeric(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
                case DOUBLE -> out.real(parser.getDoubleValue());
                case DATE -> out.date(day(parser.getStringCharacters(), parser.getStringOffset()));
                case INSTANT -> {
                    long micros = micros(parser.getStringCharacters(), parser.getStringOffset());
                    version = i == VERSION ? micros : version;
                    out.instant(micros);
                }
            }
        }
        parser.nextToken();
        out.instant(version);
        out.instant(retrievedAt);
        out.bigint(number);
        out.none();
    }

    private static int digits(char[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    /** {@code 2026-11-21}; the days by Howard Hinnant's rule for the civil calendar. */
    private static int day(char[] text, int at) {
        int month = digits(text, at + 5, 2);
        int year = digits(text, at, 4) - (month <= 2 ? 1 : 0);
        int inYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + digits(text, at + 8, 2) - 1;
        int inEra = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + inYear;
        return year / 400 * 146_097 + inEra - 719_468;
    }

    /** {@code 2026-11-21T10:11:12.345Z}. */
    private static long micros(char[] text, int at) {
        long seconds = digits(text, at + 11, 2) * 3600L + digits(text, at + 14, 2) * 60L + digits(text, at + 17, 2);
        return (day(text, at) * 86_400L + seconds) * 1_000_000 + digits(text, at + 20, 3) * 1000L;
    }

    /** Which keys have come: by 64 bits of hash, so that a false alarm costs a look and a miss cannot be. */
    static final class Keys {

        private long[] slots = new long[1 << 16];
        private int count;

        boolean add(char[] chars, int offset, int length) {
            long hash = 0xcbf29ce484222325L;
            for (int i = offset; i < offset + length; i++) {
                hash = (hash ^ chars[i]) * 0x100000001b3L;
            }
            hash ^= hash >>> 32;
            hash = hash == 0 ? 1 : hash;
            if (!put(hash)) {
                return false;
            }
            if (++count * 2 > slots.length) {
                long[] before = slots;
                slots = new long[before.length * 2];
                Arrays.stream(before).filter(h -> h != 0).forEach(this::put);
            }
            return true;
        }

        private boolean put(long hash) {
            int mask = slots.length - 1;
            int at = (int) ((hash * 0x9e3779b97f4a7c15L) >>> 32) & mask;
            while (slots[at] != 0) {
                if (slots[at] == hash) {
                    return false;
                }
                at = (at + 1) & mask;
            }
            slots[at] = hash;
            return true;
        }
    }
}
