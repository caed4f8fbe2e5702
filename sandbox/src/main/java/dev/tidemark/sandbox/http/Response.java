package dev.tidemark.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the caller sees of a request: an answer, or one of the ways in which there is none. */
public sealed interface Response {
    /**
     * A whole answer.
     *
     * @param headers without Content-Length, which the carrier adds
     * @param after how long the answer takes; a carrier in virtual time adds it to its clock
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes travel; answers are never compared
    record Answer(int status, Map<String, String> headers, byte[] body, Duration after) implements Response {
        public Answer {
            headers = Map.copyOf(headers);
        }

        public static Answer json(int status, byte[] body) {
            return new Answer(status, Map.of("Content-Type", "application/json;charset=UTF-8"), body, Duration.ZERO);
        }

        public static Answer empty(int status) {
            return new Answer(status, Map.of(), new byte[0], Duration.ZERO);
        }

        /** The body as UTF-8 text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public Answer with(String header, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, more, body, after);
        }

        public Answer body(byte[] other) {
            return new Answer(status, headers, other, after);
        }

        public Answer later(Duration more) {
            return new Answer(status, headers, body, after.plus(more));
        }
    }

    /** The connection closes after {@code sent} bytes of the answer's body; its Content-Length promised them all. */
    record Cut(Answer whole, int sent) implements Response {}

    /** The connection closes without a byte of answer. What was asked may have been done. */
    record Lost() implements Response {}

    /** Nothing comes, for so long; then the connection closes. What was asked may have been done. */
    record TimedOut(Duration silence) implements Response {}

    /** The connection was refused: nothing was done. Over a socket it is reset before a byte is answered. */
    record Refused() implements Response {}
}
