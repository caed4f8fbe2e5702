package dev.tidemark.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Replaces known secret values in whatever is kept or shown (invariant 9): as they are, and as they look in a URL, in JSON,
 * in markup and in base64. What is not a secret stays as it is, and JSON stays JSON.
 *
 * <p>A value of fewer than {@link #SHORTEST} bytes is not looked for in pages: it would be found in data that has nothing to
 * do with it, and data must not be damaged. In text for people it is replaced where it stands as a word of its own, from
 * {@link #SHORTEST_WORD} characters on.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class Redactor {

    public static final int SHORTEST = 8;
    public static final int SHORTEST_WORD = 4;

    /** Finds nothing. */
    public static final Redactor NONE = new Redactor(Set.of());

    private static final byte[] REPLACEMENT = "[redacted]".getBytes(StandardCharsets.US_ASCII);

    private final Set<String> values;
    private final Finder finder;
    private final List<Pattern> words;

    private Redactor(Set<String> values) {
        this.values = values;
        Set<String> forms = new TreeSet<>();
        List<Pattern> shorts = new ArrayList<>();
        for (String value : values) {
            if (value.getBytes(StandardCharsets.UTF_8).length >= SHORTEST) {
                forms.addAll(Forms.of(value));
            } else if (value.length() >= SHORTEST_WORD) {
                shorts.add(Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])"));
            }
        }
        this.finder = new Finder(forms.stream()
                .map(form -> form.getBytes(StandardCharsets.UTF_8))
                .toList());
        this.words = List.copyOf(shorts);
    }

    public static Redactor of(Collection<String> values) {
        return values.isEmpty() ? NONE : new Redactor(Set.copyOf(values));
    }

    /** Whether this value is among those replaced. */
    boolean knows(String value) {
        return values.contains(value);
    }

    /** The page without secrets; the same array, not a copy, where it holds none. */
    public byte[] redact(byte[] page) {
        Stretches found = finder.find(page);
        return found.isEmpty() ? page : without(found, page);
    }

    /** The text without secrets; the same object where it holds none. */
    public String redact(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Stretches found = finder.find(bytes);
        String clean = found.isEmpty() ? text : new String(without(found, bytes), StandardCharsets.UTF_8);
        for (Pattern word : words) {
            clean = word.matcher(clean).replaceAll("[redacted]");
        }
        return clean;
    }

    private static byte[] without(Stretches found, byte[] page) {
        Cut cut = new Cut(page);
        found.forEach((start, end) ->
                cut.replace(Escapes.before(page, start), Escapes.behind(page, end), isNumber(page, start, end)));
        return cut.done();
    }

    /** A number may stand in JSON without quotes, so it is replaced by a number. */
    private static boolean isNumber(byte[] page, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = page[i];
            if ((b < '0' || b > '9') && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "Redactor of " + values.size() + " values";
    }

    /** A copy of a page with stretches replaced, made from front to back. */
    private static final class Cut {
        private final byte[] page;
        private byte[] out;
        private int length;
        private int copied;

        Cut(byte[] page) {
            this.page = page;
            this.out = new byte[page.length + 64];
        }

        void replace(int start, int end, boolean number) {
            int from = Math.max(start, copied);
            append(page, copied, from);
            if (end > from && number) {
                byte[] nines = new byte[end - from];
                Arrays.fill(nines, (byte) '9');
                append(nines, 0, nines.length);
            } else if (end > from) {
                append(REPLACEMENT, 0, REPLACEMENT.length);
            }
            copied = Math.max(copied, end);
        }

        byte[] done() {
            append(page, copied, page.length);
            return Arrays.copyOf(out, length);
        }

        private void append(byte[] bytes, int from, int to) {
            int count = to - from;
            if (length + count > out.length) {
                out = Arrays.copyOf(out, Math.max(length + count, out.length + out.length / 2));
            }
            System.arraycopy(bytes, from, out, length, count);
            length += count;
        }
    }
}
