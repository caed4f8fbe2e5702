package dev.tidemark.connectors.manifest.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer's headers as paginators see them: names without regard to case, and {@code link} taken apart by relation. */
public final class Links {

    private static final Pattern LINK =
            Pattern.compile("<\\s*([^>]*)\\s*>((?:\\s*;\\s*[^,;=]+=(?:\"[^\"]*\"|[^,;]*))*)");
    private static final Pattern ATTRIBUTE = Pattern.compile(";\\s*([^,;=\\s]+)\\s*=\\s*(?:\"([^\"]*)\"|([^,;\\s]*))");

    private Links() {}

    public static Map<Object, Object> headers(Map<String, String> sent) {
        Map<Object, Object> seen = new TreeMap<>((a, b) -> String.valueOf(a).compareToIgnoreCase(String.valueOf(b)));
        seen.putAll(sent);
        Optional<String> link = Optional.ofNullable(seen.get("link")).map(String::valueOf);
        seen.remove("link");
        seen.put("link", link.map(Links::parsed).orElseGet(LinkedHashMap::new));
        return seen;
    }

    private static Map<Object, Object> parsed(String header) {
        Map<Object, Object> links = new LinkedHashMap<>();
        Matcher matcher = LINK.matcher(header);
        while (matcher.find()) {
            Map<Object, Object> link = new LinkedHashMap<>();
            link.put("url", matcher.group(1));
            Matcher attribute = ATTRIBUTE.matcher(matcher.group(2));
            while (attribute.find()) {
                String value = attribute.group(2) != null ? attribute.group(2) : attribute.group(3);
                link.put(attribute.group(1), value);
            }
            Object rel = link.get("rel");
            links.put(rel != null ? rel : matcher.group(1), link);
        }
        return links;
    }
}
