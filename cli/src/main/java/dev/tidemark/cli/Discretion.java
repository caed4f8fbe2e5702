package dev.tidemark.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Takes secrets out of what is logged and recorded (invariant 9), always in the same way, so that a recording can be matched. */
final class Discretion {

    static final String MASK = "REDACTED";

    /** A shorter secret is none, and taking it out would spoil the text. */
    private static final int SHORTEST = 4;

    /** A signed token: it holds the time, and so differs each time. */
    private static final Pattern SIGNED = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    /** Headers whose whole value is a secret. */
    private static final Set<String> WHOLE = Set.of(
            "authorization", "proxy-authorization", "cookie", "set-cookie", "www-authenticate", "authentication-info");

    private final Set<String> secrets = new LinkedHashSet<>();
    private List<String> longestFirst = List.of();

    /** From now on this value is taken out too, however it is written. */
    void see(String secret) {
        if (secret.length() < SHORTEST || secret.equals(MASK)) {
            return;
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String quoted = Json.MAPPER.writeValueAsString(secret);
        boolean isNew = secrets.add(secret);
        isNew |= secrets.add(encoded);
        isNew |= secrets.add(encoded.replace("+", "%20"));
        isNew |= secrets.add(quoted.substring(1, quoted.length() - 1));
        isNew |= secrets.add(Base64.getEncoder().encodeToString(bytes));
        if (isNew) {
            longestFirst = secrets.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
        }
    }

    String text(String said) {
        String clean = said;
        for (String secret : longestFirst) {
            clean = clean.replace(secret, mask(secret));
        }
        return SIGNED.matcher(clean).replaceAll(MASK);
    }

    /** Digits are masked by digits, because they may stand where JSON has a number. */
    private static String mask(String secret) {
        return secret.chars().allMatch(c -> c >= '0' && c <= '9') ? "1".repeat(secret.length()) : MASK;
    }

    /** By names in small letters. */
    Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> clean = new TreeMap<>();
        headers.forEach((name, value) -> {
            String small = name.toLowerCase(Locale.ROOT);
            clean.put(small, WHOLE.contains(small) ? MASK : text(value));
        });
        return clean;
    }
}
