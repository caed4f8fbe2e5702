package dev.tidemark.connector;

import java.util.Map;
import java.util.Optional;

/**
 * The settings of one source or destination, checked against the connector's {@link Setting}s, with defaults filled in.
 * Holds no secret.
 */
public record Settings(Map<String, String> values) {

    public Settings {
        values = Map.copyOf(values);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws ConnectorException with code {@code settings.missing} where the setting has no value */
    public String get(String name) {
        return find(name)
                .orElseThrow(() -> new ConnectorException(
                        "settings.missing",
                        "the setting '" + name + "' has no value",
                        "Add '" + name + ":' to the source or destination in the workspace file"));
    }
}
