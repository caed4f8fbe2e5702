package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The API as a recording has it. The same request gets its answers in their order, and from then on the last of them, so that
 * a page can be asked for again.
 */
final class StandIn {

    /** Puts something in the place of an answer. */
    interface Trouble {
        HttpAnswer instead(HttpAnswer answer) throws HttpFailed;
    }

    private final Map<String, List<HttpAnswer>> answers = new HashMap<>();
    private final Map<String, Integer> given = new HashMap<>();
    private final Discretion discretion;
    private int asked;
    private int troubled = -1;
    private Trouble trouble = answer -> answer;

    private StandIn(Discretion discretion) {
        this.discretion = discretion;
    }

    static StandIn of(Path recording, Discretion discretion) throws IOException {
        StandIn api = new StandIn(discretion);
        for (Exchange exchange : Replaying.exchanges(recording, discretion)) {
            api.answers
                    .computeIfAbsent(exchange.asked(), key -> new ArrayList<>())
                    .add(exchange.answer());
        }
        return api;
    }

    /** The same API, asked for the first time. */
    StandIn fresh() {
        StandIn api = new StandIn(discretion);
        api.answers.putAll(answers);
        return api;
    }

    /** @param request its number, counted from 0 */
    StandIn with(int request, Trouble instead) {
        troubled = request;
        trouble = instead;
        return this;
    }

    /** How many requests came. */
    int asked() {
        return asked;
    }

    HttpAnswer send(HttpRequest request) throws HttpFailed {
        String key = Exchange.asked(
                request.method(),
                request.uri().toString(),
                new String(request.body(), StandardCharsets.UTF_8),
                discretion);
        List<HttpAnswer> recorded = answers.get(key);
        boolean isTroubled = asked++ == troubled;
        if (recorded == null) {
            throw new NotRecorded(key);
        }
        if (isTroubled) {
            return trouble.instead(recorded.get(Math.min(given.getOrDefault(key, 0), recorded.size() - 1)));
        }
        int number = Math.min(given.merge(key, 1, Integer::sum), recorded.size()) - 1;
        return recorded.get(number);
    }

    /** A sync would ask for what the recording does not have. */
    static final class NotRecorded extends RuntimeException {
        NotRecorded(String asked) {
            super("the recording has no answer to " + asked, null, false, false);
        }
    }
}
