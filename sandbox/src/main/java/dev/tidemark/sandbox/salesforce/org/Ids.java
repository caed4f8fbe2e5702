package dev.tidemark.sandbox.salesforce.org;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Salesforce's ids: 15 case-sensitive characters (key prefix, instance, number), and a suffix of three that makes the
 * 18-character form safe where case is lost. Numbers count up for each object, so ids follow from the order of creates.
 */
public final class Ids {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private final String instance;
    private final Map<String, Long> next = new HashMap<>();

    Ids(long seed) {
        int pod = (int) Math.floorMod(seed, 62L * 62L);
        instance = "" + BASE62.charAt(pod / 62) + BASE62.charAt(pod % 62) + "0";
    }

    String next(String keyPrefix) {
        long number = next.merge(keyPrefix, 1L, Long::sum);
        char[] digits = new char[9];
        for (int i = 8; i >= 0; i--) {
            digits[i] = BASE62.charAt((int) (number % 62));
            number /= 62;
        }
        return withSuffix(keyPrefix + instance + new String(digits));
    }

    /** How many ids with this prefix were given. */
    int given(String keyPrefix) {
        return Math.toIntExact(next.getOrDefault(keyPrefix, 0L));
    }

    /** The 18-character form of 15 characters: each suffix character tells which of five are capitals. */
    static String withSuffix(String fifteen) {
        var id = new StringBuilder(fifteen);
        for (int block = 0; block < 3; block++) {
            int bits = 0;
            for (int i = 0; i < 5; i++) {
                char c = fifteen.charAt(block * 5 + i);
                if (c >= 'A' && c <= 'Z') {
                    bits |= 1 << i;
                }
            }
            id.append(SUFFIX.charAt(bits));
        }
        return id.toString();
    }

    /** The 18-character form of an id given in either form; null when the text is no id. */
    public static @Nullable String full(String id) {
        if (!id.matches("[A-Za-z0-9]{15}([A-Za-z0-9]{3})?")) {
            return null;
        }
        String full = withSuffix(id.substring(0, 15));
        return id.length() == 15 || id.equals(full) ? full : null;
    }
}
