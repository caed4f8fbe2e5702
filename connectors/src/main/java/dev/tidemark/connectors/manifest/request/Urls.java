package dev.tidemark.connectors.manifest.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as the format's reference makes them: Python's {@code urljoin}, {@code urlencode} and the quoting of requests. */
public final class Urls {

    private static final Pattern PARTS = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?", Pattern.DOTALL);
    private static final String UNRESERVED = "-._~";
    private static final String PATH = UNRESERVED + "!$&'()*+,;=:@/";

    private Urls() {}

    private record Parts(String scheme, String host, String path, String query, String fragment) {

        static Parts of(String url) {
            Matcher matcher = PARTS.matcher(url);
            if (!matcher.matches()) {
                throw new Impossible("not an address: " + url);
            }
            return new Parts(part(matcher, 1), part(matcher, 2), part(matcher, 3), part(matcher, 4), part(matcher, 5));
        }

        private static String part(Matcher matcher, int group) {
            String part = matcher.group(group);
            return part == null ? "" : part;
        }

        String text() {
            return (scheme.isEmpty() ? "" : scheme + ":")
                    + (host.isEmpty() ? "" : "//" + host)
                    + path
                    + (query.isEmpty() ? "" : "?" + query)
                    + (fragment.isEmpty() ? "" : "#" + fragment);
        }
    }

    /** A base and what stands behind it. An absolute address, or one from the root, replaces the base. */
    public static String join(String base, String path) {
        if (path.isEmpty()) {
            return base;
        }
        Parts from = Parts.of(base.endsWith("/") ? base : base + "/");
        Parts to = Parts.of(path);
        if (!to.scheme().isEmpty() && !to.scheme().equalsIgnoreCase(from.scheme())) {
            return path;
        }
        if (!to.host().isEmpty()) {
            return new Parts(from.scheme(), to.host(), to.path(), to.query(), to.fragment()).text();
        }
        if (to.path().isEmpty()) {
            String query = to.query().isEmpty() ? from.query() : to.query();
            return new Parts(from.scheme(), from.host(), from.path(), query, to.fragment()).text();
        }
        String resolved = resolve(from.path(), to.path());
        return new Parts(from.scheme(), from.host(), resolved, to.query(), to.fragment()).text();
    }

    private static String resolve(String base, String path) {
        List<String> segments = new ArrayList<>();
        if (path.startsWith("/")) {
            segments.addAll(List.of(path.split("/", -1)));
        } else {
            segments.addAll(List.of(base.split("/", -1)));
            if (!segments.getLast().isEmpty()) {
                segments.removeLast();
            }
            segments.addAll(List.of(path.split("/", -1)));
            for (int i = segments.size() - 2; i > 0; i--) {
                if (segments.get(i).isEmpty()) {
                    segments.remove(i);
                }
            }
        }
        List<String> resolved = new ArrayList<>();
        for (String segment : segments) {
            if (segment.equals("..")) {
                if (!resolved.isEmpty()) {
                    resolved.removeLast();
                }
            } else if (!segment.equals(".")) {
                resolved.add(segment);
            }
        }
        if (segments.getLast().equals(".") || segments.getLast().equals("..")) {
            resolved.add("");
        }
        String joined = String.join("/", resolved);
        return joined.isEmpty() ? "/" : joined;
    }

    /** The first value of each parameter that an address has already. */
    static Map<String, String> query(String url) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String pair : Parts.of(url).query().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && equals < pair.length() - 1) {
                found.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String decoded(String text) {
        try {
            return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /**
     * An address as it is sent: with these parameters behind its own, and everything quoted that must be.
     *
     * @throws Impossible where it is not an absolute address
     */
    static String sent(String url, String more) {
        Parts parts = Parts.of(url.strip());
        if (parts.scheme().isEmpty() || parts.host().isEmpty()) {
            throw new Impossible("not an absolute address: '" + url + "'");
        }
        String path = parts.path().isEmpty() ? "/" : withoutDots(parts.path());
        String query = quoted(parts.query(), PATH + "?");
        return new Parts(
                        parts.scheme().toLowerCase(Locale.ROOT),
                        quoted(lower(parts.host()), PATH + "[]"),
                        quoted(path, PATH),
                        query.isEmpty() || more.isEmpty() ? query + more : query + "&" + more,
                        quoted(parts.fragment(), PATH + "?"))
                .text();
    }

    private static String lower(String host) {
        int at = host.lastIndexOf('@') + 1;
        return host.substring(0, at) + host.substring(at).toLowerCase(Locale.ROOT);
    }

    private static String withoutDots(String path) {
        return path.contains("/.") ? resolve("", path.startsWith("/") ? path : "/" + path) : path;
    }

    private static String quoted(String text, String allowed) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c == '%' && isEscape(text, i)) {
                char plain = (char) Integer.parseInt(text.substring(i + 1, i + 3), 16);
                if (isUnreserved(plain)) {
                    out.append(plain);
                } else {
                    out.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
                }
                i += 3;
                continue;
            }
            if (isUnreserved(c) || allowed.indexOf(c) >= 0) {
                out.appendCodePoint(c);
            } else {
                escape(out, Character.toString(c));
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    private static boolean isUnreserved(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
    }

    private static void escape(StringBuilder out, String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            out.append('%')
                    .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
                    .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
        }
    }

    /** Names and values as a form and a query have them. */
    static String encoded(List<Map.Entry<String, String>> pairs) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, String> pair : pairs) {
            if (!out.isEmpty()) {
                out.append('&');
            }
            encode(out, pair.getKey());
            out.append('=');
            encode(out, pair.getValue());
        }
        return out.toString();
    }

    private static void encode(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isUnreserved(c)) {
                out.append((char) c);
            } else if (c == ' ') {
                out.append('+');
            } else {
                escape(out, Character.toString(c));
            }
            i += Character.charCount(c);
        }
    }
}
