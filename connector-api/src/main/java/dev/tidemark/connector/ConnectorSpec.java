package dev.tidemark.connector;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A connector's description of itself.
 *
 * @param name the word a workspace file uses for it, such as {@code salesforce}
 * @param title its name for people
 * @param settings every setting and secret it takes
 * @param limits what the API allows one account where nothing better is known; empty for a database
 * @param safetyLag how much later than its own time stamp a change may become visible at the source; the next read starts
 *     this much before the last one began
 */
public record ConnectorSpec(
        String name, String title, List<Setting> settings, List<RateLimit> limits, Duration safetyLag) {

    public ConnectorSpec {
        Objects.requireNonNull(title);
        settings = List.copyOf(settings);
        limits = List.copyOf(limits);
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("a connector's name is lower case letters, digits and '-': " + name);
        }
        if (safetyLag.isNegative()) {
            throw new IllegalArgumentException("a safety lag is not negative: " + safetyLag);
        }
    }
}
