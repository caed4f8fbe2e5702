package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.tree.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States as the format exchanges them: a list of messages, each with a stream's name and its state. */
final class TrialState {

    private TrialState() {}

    /**
     * A stream's state out of a list of messages, one message, or an object that is the state itself; empty where a list
     * has none of the stream.
     */
    static Map<Object, Object> of(String stream, Object read) {
        if (read instanceof List<?> messages) {
            return messages.stream()
                    .map(m -> message(stream, m))
                    .flatMap(Optional::stream)
                    .reduce((earlier, later) -> later)
                    .orElse(Map.of());
        }
        if (read instanceof Map<?, ?> map) {
            boolean isMessage = map.get("stream") instanceof Map<?, ?> inner && inner.containsKey("stream_descriptor");
            return isMessage || map.get("state") instanceof Map
                    ? message(stream, map).orElse(Map.of())
                    : fields(map);
        }
        throw new Refusal(
                Exit.USAGE,
                "connector.bad_state",
                "a state is a JSON object, or a list of messages",
                "Hand in what --state-out wrote");
    }

    private static Optional<Map<Object, Object>> message(String stream, Object message) {
        Object own = message instanceof Map<?, ?> map && map.get("state") instanceof Map<?, ?> inner ? inner : message;
        if (own instanceof Map<?, ?> map
                && map.get("stream") instanceof Map<?, ?> described
                && described.get("stream_descriptor") instanceof Map<?, ?> descriptor
                && stream.equals(descriptor.get("name"))
                && described.get("stream_state") instanceof Map<?, ?> state) {
            return Optional.of(fields(state));
        }
        return Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> fields(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    /** A list of one message, on one line. */
    static String message(String stream, Map<Object, Object> state) {
        Map<Object, Object> described = new LinkedHashMap<>();
        described.put("stream_descriptor", Map.of("name", stream));
        described.put("stream_state", state);
        Map<Object, Object> message = new LinkedHashMap<>();
        message.put("type", "STREAM");
        message.put("stream", described);
        return Json.write(List.of(message));
    }
}
