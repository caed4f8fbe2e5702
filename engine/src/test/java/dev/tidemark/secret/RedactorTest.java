package dev.tidemark.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RedactorTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ALPHABET = "abcABC019+/=&<>\"'\\ \t\nu%~*é日\uD83D\uDE00.-_";

    @Test
    void a_page_without_a_secret_is_the_same_array() {
        byte[] page = "{\"Name\":\"Burlington\"}".getBytes(UTF_8);
        assertThat(Redactor.of(List.of("sup3rs3cret")).redact(page)).isSameAs(page);
        assertThat(Redactor.NONE.redact(page)).isSameAs(page);
        String text = "nothing here";
        assertThat(Redactor.of(List.of("sup3rs3cret")).redact(text)).isSameAs(text);
    }

    @Test
    void only_the_secret_is_replaced() {
        Redactor redactor = Redactor.of(List.of("sup3rs3cret", "another-one"));
        assertThat(redactor.redact("sup3rs3cret=sup3rs3cret, xanother-oney, sup3rs3cre"))
                .isEqualTo("[redacted]=[redacted], x[redacted]y, sup3rs3cre");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pa/ss+wo rd&\"x\"", "pässwörd-日本", "back\\slash\\", "line\nbreak\tand tab", "<b>'=&amp;'</b>"})
    void a_secret_is_found_however_it_is_written(String secret) {
        Redactor redactor = Redactor.of(List.of(secret));
        String strict = URLEncoder.encode(secret, UTF_8).replace("+", "%20");
        String lower = Pattern.compile("%..")
                .matcher(strict)
                .replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT));
        for (String form : List.of(
                secret,
                URLEncoder.encode(secret, UTF_8),
                strict,
                lower,
                JSON.writeValueAsString(secret),
                JSON.writeValueAsString(secret).replace("/", "\\/"),
                Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(("u:" + secret).getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(("us:" + secret).getBytes(UTF_8)))) {
            assertThat(redactor.redact("x" + form + "y"))
                    .as(form)
                    .contains("[redacted]")
                    .hasSizeLessThan(22);
        }
    }

    @Test
    void overlapping_secrets_leave_no_rest() {
        Redactor redactor = Redactor.of(List.of("abcdefghij", "fghijklmnop", "cdefghijkl", "abcdefgh"));
        assertThat(redactor.redact("-abcdefghijklmnop-")).isEqualTo("-[redacted]-");
        assertThat(redactor.redact("-abcdefghabcdefghij-")).isEqualTo("-[redacted][redacted]-");
        assertThat(Redactor.of(List.of("aaaaaaaa")).redact("a".repeat(1000))).isEqualTo("[redacted]");
    }

    @Test
    void short_values_are_replaced_in_text_as_words_and_never_in_pages() {
        Redactor redactor = Redactor.of(List.of("tiger", "abc"));
        byte[] page = "{\"Name\":\"tiger\"}".getBytes(UTF_8);
        assertThat(redactor.redact(page)).isSameAs(page);
        assertThat(redactor.redact("user scott/tiger, tigers, abc")).isEqualTo("user scott/[redacted], tigers, abc");
    }

    @Test
    void a_number_is_replaced_by_a_number() {
        assertThat(Redactor.of(List.of("12345678")).redact("{\"Id\":12345678}")).isEqualTo("{\"Id\":99999999}");
    }

    @Test
    void an_escape_is_never_cut() {
        assertThat(Redactor.of(List.of("nabcdefgh")).redact("{\"a\":\"\\nabcdefgh\"}"))
                .isEqualTo("{\"a\":\"[redacted]\"}");
        assertThat(Redactor.of(List.of("abcdefgh\\")).redact("{\"a\":\"abcdefgh\\\"\"}"))
                .isEqualTo("{\"a\":\"[redacted]\"}");
        assertThat(Redactor.of(List.of("41bcdefgh")).redact("{\"a\":\"\\u0041bcdefgh\"}"))
                .isEqualTo("{\"a\":\"[redacted]\"}");
        assertThat(Redactor.of(List.of("nabcdefgh")).redact("{\"a\":\"\\\\nabcdefgh\"}"))
                .isEqualTo("{\"a\":\"\\\\[redacted]\"}");
    }

    /** Against a search that tries every string at every place. */
    @Test
    void everything_is_found_and_nothing_else() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            List<byte[]> wanted = Stream.generate(() -> bytes(random, 2 + random.nextInt(9)))
                    .limit(1 + random.nextInt(6))
                    .toList();
            byte[] page = bytes(random, random.nextInt(300));
            for (int copies = random.nextInt(4); copies > 0 && page.length > 10; copies--) {
                byte[] string = wanted.get(random.nextInt(wanted.size()));
                System.arraycopy(string, 0, page, random.nextInt(page.length - string.length + 1), string.length);
            }
            List<List<Integer>> found = new ArrayList<>();
            new Finder(wanted).find(page).forEach((start, end) -> found.add(List.of(start, end)));
            assertThat(found).as("seed %d", seed).isEqualTo(tried(wanted, page));
        }
    }

    @Test
    void no_secret_is_left_and_JSON_stays_JSON() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            List<String> secrets = Stream.generate(() -> text(random, 8 + random.nextInt(20)))
                    .limit(1 + random.nextInt(5))
                    .toList();
            StringBuilder content = new StringBuilder();
            for (int parts = random.nextInt(8); parts > 0; parts--) {
                content.append(text(random, random.nextInt(20)));
                content.append(random.nextBoolean() ? secrets.get(random.nextInt(secrets.size())) : "");
            }
            String json = JSON.writeValueAsString(List.of(content.toString(), random.nextLong(), text(random, 10)));
            String clean = Redactor.of(secrets).redact(json);
            String value = JSON.readTree(clean).get(0).asString();
            assertThat(secrets).as("seed %d", seed).noneMatch(value::contains);
            if (secrets.stream().noneMatch(content.toString()::contains)) {
                assertThat(value).as("seed %d", seed).isEqualTo(content.toString());
            }
        }
    }

    private static List<List<Integer>> tried(List<byte[]> wanted, byte[] page) {
        List<List<Integer>> found = new ArrayList<>();
        for (int start = 0; start < page.length; start++) {
            int end = -1;
            for (byte[] string : wanted) {
                boolean fits = start + string.length <= page.length;
                for (int i = 0; fits && i < string.length; i++) {
                    fits = page[start + i] == string[i];
                }
                end = fits ? Math.max(end, start + string.length) : end;
            }
            if (end > 0 && !found.isEmpty() && start < found.getLast().getLast()) {
                List<Integer> last = found.removeLast();
                found.add(List.of(last.getFirst(), Math.max(end, last.getLast())));
            } else if (end > 0) {
                found.add(List.of(start, end));
            }
        }
        return found;
    }

    /** Few different bytes, negative ones too, so that strings overlap and nearly fit. */
    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(3) - 1);
        }
        return bytes;
    }

    private static String text(Random random, int length) {
        int[] letters = ALPHABET.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }
}
