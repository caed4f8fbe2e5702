package dev.tidemark.connectors.manifest.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Filters that make texts safe within a URL, JSON or HTML. */
final class MarkupFilters {

    private static final Pattern TAG = Pattern.compile("<!--.*?-->|<[^>]*>", Pattern.DOTALL);
    private static final Pattern ENTITY =
            Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|nbsp));");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "nbsp", "\u00a0");

    static final Map<String, Filter> FILTERS = Map.of(
            "tojson", (v, a) -> Json.writeForHtml(v, a.integer(0, "indent", -1)),
            "urlencode", (v, a) -> urlencode(v),
            "escape", (v, a) -> escape(Text.str(v)),
            "e", (v, a) -> escape(Text.str(v)),
            "forceescape", (v, a) -> escape(Text.str(v)),
            "safe", (v, a) -> Text.str(v),
            "striptags", (v, a) -> withoutTags(Text.str(v)),
            "xmlattr", MarkupFilters::attributes);

    private MarkupFilters() {}

    private static String urlencode(Object value) {
        if (value instanceof String || !Values.isIterable(value)) {
            return quoted(value).replace("+", "%20").replace("%2F", "/");
        }
        List<Object> pairs = value instanceof Map<?, ?> map ? MapMethods.pairs(map) : Values.items(value);
        return pairs.stream().map(Values::items).map(MarkupFilters::pair).collect(Collectors.joining("&"));
    }

    private static String pair(List<Object> pair) {
        if (pair.size() != 2) {
            throw TemplateError.value("not a pair but " + pair.size() + " values to unpack");
        }
        return quoted(pair.get(0)) + "=" + quoted(pair.get(1));
    }

    /** As Python's {@code quote_plus}: a blank becomes a plus. */
    static String quoted(Object value) {
        return URLEncoder.encode(Text.str(value), StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private static String withoutTags(String text) {
        String bare = TAG.matcher(text).replaceAll("");
        String joined = Whitespace.strip(bare).replaceAll("(?U)\\s+", " ");
        return ENTITY.matcher(joined).replaceAll(m -> Matcher.quoteReplacement(character(m)));
    }

    private static String character(java.util.regex.MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), "");
        }
        int code = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        return Character.isValidCodePoint(code) ? Character.toString(code) : "\ufffd";
    }

    private static String attributes(Object value, Arguments a) {
        if (!(value instanceof Map<?, ?> map)) {
            throw TemplateError.noAttribute(value, "items");
        }
        String all = map.entrySet().stream()
                .filter(e -> e.getValue() != None.NONE && !(e.getValue() instanceof Undefined))
                .map(e -> escape(Text.str(e.getKey())) + "=\"" + escape(Text.str(e.getValue())) + "\"")
                .collect(Collectors.joining(" "));
        return all.isEmpty() || !a.flag(0, "autospace", true) ? all : " " + all;
    }
}
