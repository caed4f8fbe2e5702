package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one API's stand-in does itself; the {@link Frame} around it does the rest. Called from many threads at once. */
public interface StandIn {
    /** What sort of request this is, in one word, for counting and for fault rules. */
    String kind(Request request);

    /**
     * Answers a request as the API does.
     *
     * @param own the effects of struck rules that only this stand-in can carry out, such as {@link LateCommit}
     */
    Answer serve(Request request, List<Effect.Own> own);

    /** The time by the API's own clock. */
    Instant now();

    /** The answer with what every answer of this API carries; faults' answers too. */
    default Answer stamped(Answer answer) {
        return answer.with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC)));
    }

    /** Effects for fault rules, by name. */
    CommonMisbehaviour misbehaviour();

    /** What {@code GET /sandbox} tells. */
    ObjectNode about();

    /** Lets people work: {@code n} changes now, told as they were done; the same seed on the same data does the same. */
    List<Change> changes(long seed, int n);

    /** Every access token that was got by a login dies at once. */
    void expireTokens();

    /** Changes a setting; false when there is none of that name. */
    boolean set(String name, JsonNode value);

    /**
     * A control that only this API has.
     *
     * @param line method and path, such as {@code POST /sandbox/merge}
     * @return what it answers; empty when there is none such
     * @throws IllegalArgumentException when the body is wrong; the message is told to the caller
     */
    default Optional<JsonNode> control(String line, Request request) {
        return Optional.empty();
    }
}
