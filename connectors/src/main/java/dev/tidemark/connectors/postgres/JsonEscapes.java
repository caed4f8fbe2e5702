package dev.tidemark.connectors.postgres;

import org.jspecify.annotations.Nullable;

/** Finds the escapes of valid JSON that jsonb cannot hold: a NUL, half of a surrogate pair. */
final class JsonEscapes {

    private JsonEscapes() {}

    /** @return why the JSON text cannot be a jsonb, or null where no escape stands against it */
    static @Nullable String refusal(String json) {
        int at = json.indexOf('\\');
        while (at >= 0 && at + 1 < json.length()) {
            if (json.charAt(at + 1) != 'u') {
                at = json.indexOf('\\', at + 2);
                continue;
            }
            int unit = unit(json, at);
            if (unit == 0) {
                return Utf8.NUL;
            }
            int next = at + 6;
            if (unit >= 0xD800 && unit <= 0xDFFF) {
                int low = unit(json, next);
                if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
                    return Utf8.HALF;
                }
                next += 6;
            }
            at = json.indexOf('\\', next);
        }
        return null;
    }

    /** The UTF-16 unit of an escape that begins here, or -1 where none does. */
    private static int unit(String json, int at) {
        if (at + 6 > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
