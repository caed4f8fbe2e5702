package dev.tidemark.connectors.manifest.error;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** An answer as error handlers see it; its body is read only where one of them asks. */
final class Reply {

    private static final List<String> WORDS = List.of(
            "message",
            "messages",
            "error",
            "errors",
            "failures",
            "failure",
            "detail",
            "err",
            "error_message",
            "msg",
            "reason",
            "status_message");

    private final HttpAnswer answer;
    private final Supplier<Object> decoded;
    private @Nullable Object body;

    /** @param decoded the body where it is known already */
    Reply(HttpAnswer answer, Supplier<Object> decoded) {
        this.answer = answer;
        this.decoded = decoded;
    }

    static Reply of(HttpAnswer answer) {
        return new Reply(answer, () -> {
            try {
                return Json.read(answer.body());
            } catch (JacksonException e) {
                return new LinkedHashMap<>();
            }
        });
    }

    int status() {
        return answer.status();
    }

    HttpAnswer answer() {
        return answer;
    }

    private Object body() {
        Object known = body;
        if (known == null) {
            known = decoded.get();
            body = known;
        }
        return known;
    }

    Context context(Context context) {
        Map<Object, Object> headers = new TreeMap<>((a, b) -> String.valueOf(a).compareToIgnoreCase(String.valueOf(b)));
        headers.putAll(answer.headers());
        return context.with("response", body()).with("headers", headers);
    }

    /** What the answer says went wrong. */
    String message() {
        return search(body()).orElse("");
    }

    private static Optional<String> search(Object value) {
        return switch (value) {
            case String text -> Optional.of(text);
            case List<?> list -> {
                List<String> parts = list.stream()
                        .map(Reply::search)
                        .flatMap(Optional::stream)
                        .toList();
                yield parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
            }
            case Map<?, ?> map ->
                WORDS.stream()
                        .map(word -> map.get(word))
                        .filter(found -> found != null && found != None.NONE)
                        .map(Reply::search)
                        .flatMap(Optional::stream)
                        .findFirst();
            default -> Optional.empty();
        };
    }
}
