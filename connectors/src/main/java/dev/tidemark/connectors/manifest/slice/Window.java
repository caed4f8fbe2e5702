package dev.tidemark.connectors.manifest.slice;

import java.util.Map;

/**
 * One piece of time that is asked for.
 *
 * @param fields its bounds as texts, by the names that templates know; empty for a stream without windows
 */
public record Window(Map<Object, Object> fields) {

    public static final Window WHOLE = new Window(Map.of());
}
