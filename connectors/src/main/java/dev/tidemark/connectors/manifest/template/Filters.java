package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code value | filter}: those of Jinja and those of the format. */
final class Filters {

    private Filters() {}

    /** A filter on its value. */
    interface Filter {
        Object apply(Object value, Arguments arguments);
    }

    static Optional<Filter> find(String name) {
        Filter filter =
                switch (name) {
                    case "int" -> Filters::integer;
                    case "float" -> Filters::floating;
                    case "string" -> (v, a) -> v instanceof String ? v : Json.write(v);
                    case "length", "count" -> (v, a) -> (long) Values.length(v);
                    case "list" -> (v, a) -> new ArrayList<>(Values.items(v));
                    case "default", "d" -> Filters::otherwise;
                    case "join" -> Filters::join;
                    case "first" -> (v, a) -> edge(v, Values.items(v), "first");
                    case "last" -> (v, a) -> edge(v, Lookups.reversed(Values.items(v)), "last");
                    case "lower" -> (v, a) -> Text.str(v).toLowerCase(Locale.ROOT);
                    case "upper" -> (v, a) -> Text.str(v).toUpperCase(Locale.ROOT);
                    case "title" -> (v, a) -> StringMethods.title(Text.str(v));
                    case "capitalize" -> (v, a) -> StringMethods.capitalize(Text.str(v));
                    case "trim" -> (v, a) -> called(Text.str(v), "strip", a);
                    case "replace" -> (v, a) -> called(Text.str(v), "replace", a);
                    case "format" -> (v, a) -> Formats.percent(Text.str(v), new Tuple(a.positional()));
                    case "map" -> Filters::map;
                    case "select" -> (v, a) -> select(v, a, true, false);
                    case "reject" -> (v, a) -> select(v, a, false, false);
                    case "selectattr" -> (v, a) -> select(v, a, true, true);
                    case "rejectattr" -> (v, a) -> select(v, a, false, true);
                    case "unique" -> Filters::unique;
                    case "sort" -> Filters::sort;
                    case "reverse" ->
                        (v, a) -> v instanceof String text
                                ? new StringBuilder(text).reverse().toString()
                                : Lookups.reversed(Values.items(v));
                    case "sum" -> Filters::sum;
                    case "min" -> (v, a) -> extreme(v, a, -1);
                    case "max" -> (v, a) -> extreme(v, a, 1);
                    case "abs" -> (v, a) -> Numbers.compare(v, 0L) < 0 ? Numbers.negate(v) : v;
                    case "round" -> Filters::round;
                    case "items" -> (v, a) -> v instanceof Undefined ? List.of() : called(v, "items", Arguments.NONE);
                    case "dictsort" -> (v, a) -> sort(called(v, "items", Arguments.NONE), Arguments.NONE);
                    case "tojson" -> (v, a) -> Json.writeForHtml(v);
                    case "urlencode" -> (v, a) -> urlencode(v);
                    case "escape", "e" -> (v, a) -> escape(Text.str(v));
                    case "safe" -> (v, a) -> Text.str(v);
                    case "wordcount" -> (v, a) -> (long) Values.length(called(Text.str(v), "split", Arguments.NONE));
                    case "attr" -> (v, a) -> Methods.attribute(v, a.text(0, "name")).orElse(new Undefined("no attribute"));
                    case "hash" -> Filters::hash;
                    case "hmac" -> Filters::hmac;
                    case "base64encode" ->
                        (v, a) -> Base64.getEncoder().encodeToString(text(v).getBytes(StandardCharsets.UTF_8));
                    case "base64decode" ->
                        (v, a) -> new String(Base64.getDecoder().decode(text(v)), StandardCharsets.UTF_8);
                    case "base64binascii_decode" ->
                        (v, a) -> new String(Base64.getMimeDecoder().decode(text(v)), StandardCharsets.UTF_8);
                    case "regex_search" -> Filters::regexSearch;
                    default -> null;
                };
        return Optional.ofNullable(filter);
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Undefined nothing) {
            throw nothing.error();
        }
        throw new WrongType("expected string, got " + Text.typeName(value));
    }

    static Object called(Object value, String method, Arguments arguments) {
        return Methods.attribute(value, method)
                .filter(m -> m instanceof Function)
                .map(m -> ((Function) m).call(arguments))
                .orElseThrow(() -> new WrongType("Can't get item pairs from non-mapping."));
    }

    private static Object integer(Object value, Arguments a) {
        Object otherwise = a.get(0, "default", 0L);
        return switch (value) {
            case Boolean bool -> bool ? 1L : 0L;
            case Double number ->
                Double.isNaN(number) || Double.isInfinite(number) ? otherwise : Numbers.truncate(number);
            case String text ->
                Numbers.parseInteger(text, a.integer(1, "base", 10))
                        .or(() -> Numbers.parseFloat(text)
                                .filter(d -> !Double.isNaN(d) && !Double.isInfinite(d))
                                .map(Numbers::truncate))
                        .orElse(otherwise);
            case Undefined nothing -> throw nothing.error();
            default -> Numbers.isInteger(value) ? value : otherwise;
        };
    }

    private static Object floating(Object value, Arguments a) {
        Object otherwise = a.get(0, "default", 0.0);
        if (value instanceof Undefined nothing) {
            throw nothing.error();
        }
        if (value instanceof String text) {
            return Numbers.parseFloat(text).map(d -> (Object) d).orElse(otherwise);
        }
        return Numbers.isNumber(value) ? (Object) Numbers.asDouble(value) : otherwise;
    }

    private static Object otherwise(Object value, Arguments a) {
        boolean falsyToo = Values.truth(a.get(1, "boolean", false));
        return value instanceof Undefined || (falsyToo && !Values.truth(value)) ? a.get(0, "default_value", "") : value;
    }

    private static Object join(Object value, Arguments a) {
        String separator = Text.str(a.get(0, "d", ""));
        Optional<Object> attribute = a.find(1, "attribute");
        return Values.items(value).stream()
                .map(i -> attribute.map(n -> path(i, n)).orElse(i))
                .map(Text::str)
                .collect(Collectors.joining(separator));
    }

    private static Object edge(Object value, List<Object> items, String which) {
        return items.isEmpty() ? new Undefined("No " + which + " item, sequence was empty.") : items.getFirst();
    }

    /** {@code a.b.0} within a value, as filters name attributes. */
    private static Object path(Object value, Object name) {
        if (!(name instanceof String dotted)) {
            return Lookups.item(value, name);
        }
        Object found = value;
        for (String part : dotted.split("\\.")) {
            found = Lookups.item(found, part.matches("\\d+") ? (Object) Long.parseLong(part) : part);
        }
        return found;
    }

    private static Object map(Object value, Arguments a) {
        Object attribute = a.named().get("attribute");
        if (attribute != null) {
            Object otherwise = a.named().get("default");
            return new ArrayList<>(Values.items(value).stream()
                    .map(i -> path(i, attribute))
                    .map(found -> found instanceof Undefined && otherwise != null ? otherwise : found)
                    .toList());
        }
        String name = a.text(0, "name");
        Filter filter = find(name).orElseThrow(() -> new TemplateSyntax("No filter named " + Text.repr(name) + "."));
        Arguments rest = new Arguments(a.positional().subList(1, a.count()), a.named());
        return new ArrayList<>(
                Values.items(value).stream().map(i -> filter.apply(i, rest)).toList());
    }

    private static Object select(Object value, Arguments a, boolean wanted, boolean byAttribute) {
        int first = byAttribute ? 1 : 0;
        Checks.Check check = a.count() > first
                ? Checks.find(a.text(first, "test")).orElseThrow(() -> new TemplateSyntax("No such test."))
                : (v, more) -> Values.truth(v);
        Arguments rest = new Arguments(a.positional().subList(Math.min(first + 1, a.count()), a.count()), a.named());
        return new ArrayList<>(Values.items(value).stream()
                .filter(i -> wanted == check.holds(byAttribute ? path(i, a.get(0, "attribute")) : i, rest))
                .toList());
    }

    private static Object sortKey(Object item, Arguments a) {
        Object key = a.named().containsKey("attribute") ? path(item, a.get(Integer.MAX_VALUE, "attribute")) : item;
        boolean exact = Values.truth(a.get(Integer.MAX_VALUE, "case_sensitive", false));
        return !exact && key instanceof String text ? text.toLowerCase(Locale.ROOT) : key;
    }

    private static Object unique(Object value, Arguments a) {
        List<Object> seen = new ArrayList<>();
        List<Object> kept = new ArrayList<>();
        for (Object item : Values.items(value)) {
            Object key = sortKey(item, a);
            if (!Values.contains(seen, key)) {
                seen.add(key);
                kept.add(item);
            }
        }
        return kept;
    }

    private static Object sort(Object value, Arguments a) {
        List<Object> sorted = new ArrayList<>(Values.items(value));
        Comparator<Object> order = (x, y) -> Values.compare(sortKey(x, a), sortKey(y, a), "<");
        sorted.sort(Values.truth(a.get(0, "reverse", false)) ? order.reversed() : order);
        return sorted;
    }

    private static Object sum(Object value, Arguments a) {
        Object total = a.get(1, "start", 0L);
        for (Object item : Values.items(value)) {
            total = Operators.add(total, a.find(0, "attribute").map(n -> path(item, n)).orElse(item));
        }
        return total;
    }

    private static Object extreme(Object value, Arguments a, int sign) {
        List<Object> items = Values.items(value);
        if (items.isEmpty()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Object best = items.getFirst();
        for (Object item : items) {
            if (Values.compare(sortKey(item, a), sortKey(best, a), "<") * sign > 0) {
                best = item;
            }
        }
        return best;
    }

    private static Object round(Object value, Arguments a) {
        RoundingMode mode =
                switch (a.text(1, "method", "common")) {
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default -> RoundingMode.HALF_EVEN;
                };
        return new BigDecimal(Numbers.asDouble(value))
                .setScale(a.integer(0, "precision", 0), mode)
                .doubleValue();
    }

    private static String urlencode(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> quoted(e.getKey(), "") + "=" + quoted(e.getValue(), ""))
                        .collect(Collectors.joining("&"));
            case List<?> list ->
                list.stream()
                        .map(i -> Values.items(i))
                        .map(pair -> quoted(pair.get(0), "") + "=" + quoted(pair.get(1), ""))
                        .collect(Collectors.joining("&"));
            default -> quoted(value, "/");
        };
    }

    private static String quoted(Object value, String safe) {
        String encoded = URLEncoder.encode(Text.str(value), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        return safe.isEmpty() ? encoded : encoded.replace("%2F", "/");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private static Object hash(Object value, Arguments a) {
        String algorithm =
                switch (a.text(0, "hash_type", "md5")) {
                    case "md5" -> "MD5";
                    case "sha1" -> "SHA-1";
                    case "sha224" -> "SHA-224";
                    case "sha256" -> "SHA-256";
                    case "sha384" -> "SHA-384";
                    case "sha512" -> "SHA-512";
                    default -> throw new TemplateError("AttributeError", "No hashing function named " + a.text(0, "hash_type"));
                };
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(Text.str(value).getBytes(StandardCharsets.UTF_8));
            Object salt = a.get(1, "salt", None.NONE);
            if (Values.truth(salt)) {
                digest.update(Text.str(salt).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is part of every Java", e);
        }
    }

    private static Object hmac(Object value, Arguments a) {
        if (!a.text(1, "hash_type", "sha256").equals("sha256")) {
            throw TemplateError.value("Unsupported hash type: " + a.text(1, "hash_type"));
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(a.text(0, "key").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(Text.str(value).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java", e);
        }
    }

    private static Object regexSearch(Object value, Arguments a) {
        try {
            Matcher matcher = Pattern.compile(a.text(0, "regex")).matcher(text(value));
            if (!matcher.find() || matcher.groupCount() == 0) {
                return "";
            }
            return matcher.group(1) == null ? None.NONE : matcher.group(1);
        } catch (PatternSyntaxException e) {
            throw new TemplateError("error", String.valueOf(e.getMessage()));
        }
    }

    /** Pairs in their order, as a map that a template may change. */
    static Map<Object, Object> map(List<Map.Entry<Object, Object>> entries) {
        Map<Object, Object> map = new LinkedHashMap<>();
        entries.forEach(e -> map.put(e.getKey(), e.getValue()));
        return map;
    }
}
