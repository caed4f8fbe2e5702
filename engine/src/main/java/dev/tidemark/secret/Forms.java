package dev.tidemark.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The ways in which a value can be written where APIs and logs write values. */
final class Forms {

    private static final Pattern HEX = Pattern.compile("%[0-9A-F]{2}|\\\\u[0-9A-F]{4}");

    private Forms() {}

    static Set<String> of(String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        addUrl(forms, value);
        addJson(forms, value);
        addMarkup(forms, value);
        addBase64(forms, value);
        return forms;
    }

    private static void addUrl(Set<String> forms, String value) {
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String strict = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
        for (String url : new String[] {form, strict}) {
            forms.add(url);
            forms.add(lowerHex(url));
        }
    }

    private static void addJson(Set<String> forms, String value) {
        StringBuilder least = new StringBuilder();
        StringBuilder ascii = new StringBuilder();
        StringBuilder markup = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            String escaped = json(c);
            least.append(escaped);
            ascii.append(c < 0x7f ? escaped : unicode(c));
            markup.append(c < 0x7f && "<>&'=".indexOf(c) < 0 ? escaped : unicode(c));
        }
        for (String json : new String[] {least.toString(), ascii.toString(), markup.toString()}) {
            for (String slashed : new String[] {json, json.replace("/", "\\/")}) {
                forms.add(slashed);
                forms.add(lowerHex(slashed));
            }
        }
    }

    private static String json(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> c < 0x20 ? unicode(c) : String.valueOf(c);
        };
    }

    private static String unicode(char c) {
        return String.format(Locale.ROOT, "\\u%04X", (int) c);
    }

    private static void addMarkup(Set<String> forms, String value) {
        String xml = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        forms.add(xml);
        forms.add(xml.replace("\"", "&quot;").replace("'", "&#39;"));
        forms.add(xml.replace("\"", "&quot;").replace("'", "&apos;"));
        forms.add(xml.replace("\"", "&#34;").replace("'", "&#39;"));
    }

    /** Also inside a longer text that was encoded, such as {@code user:password}: then it begins at one of three places. */
    private static void addBase64(Set<String> forms, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] text = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, text, before, bytes.length);
            int first = (8 * before + 5) / 6;
            int behind = 8 * text.length / 6;
            forms.add(certain(Base64.getEncoder().encode(text), first, behind));
            forms.add(certain(Base64.getUrlEncoder().encode(text), first, behind));
        }
    }

    /** Only the characters that hold nothing but the value. */
    private static String certain(byte[] encoded, int first, int behind) {
        return new String(Arrays.copyOfRange(encoded, first, behind), StandardCharsets.US_ASCII);
    }

    private static String lowerHex(String text) {
        return HEX.matcher(text)
                .replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT).replace("\\", "\\\\"));
    }
}
