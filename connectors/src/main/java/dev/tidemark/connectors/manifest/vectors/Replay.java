package dev.tidemark.connectors.manifest.vectors;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Login;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Outcome;
import dev.tidemark.connectors.manifest.stream.Position;
import dev.tidemark.connectors.manifest.stream.Rigour;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.TemplateError;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;

/** Reads streams from recorded answers, with the machine that the engine drives too. */
final class Replay {

    private static final int MOST_STEPS = 200_000;
    private static final int MOST_TRIES = 6;

    private final Map<String, Exchange> exchanges;
    private final Map<String, Exchange> before;
    private final Map<Object, Object> config;
    private final InstantSource clock;
    private final Tokens tokens = Tokens.inMemory();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<String> differences = new ArrayList<>();

    /**
     * @param exchanges of this run
     * @param before of the runs before: the reference ran all of them in one process, with a cache for the answers of
     *     streams that are parents
     */
    Replay(
            Map<String, Exchange> exchanges,
            Map<String, Exchange> before,
            Map<Object, Object> config,
            InstantSource clock) {
        this.exchanges = exchanges;
        this.before = before;
        this.config = config;
        this.clock = clock;
    }

    /** What reading a stream gave. */
    record Reading(List<Object> records, Map<Object, Object> state) {}

    Reading read(StreamModel stream, Map<Object, Object> state) {
        List<Object> records = new ArrayList<>();
        Machine machine = new Machine(stream, config, clock, Rigour.AS_WRITTEN);
        Position at = machine.start(state);
        try {
            int attempt = 1;
            for (int i = 0; i < MOST_STEPS; i++) {
                switch (machine.next(at, tokens)) {
                    case Machine.Step.Done done -> {
                        return new Reading(records, machine.state(done.at()));
                    }
                    case Machine.Step.SignIn signIn -> {
                        Login login = signIn.login();
                        tokens.keep(login.account(), login.reader().token(send(login.call())));
                    }
                    case Machine.Step.Ask ask -> {
                        switch (machine.answer(ask.at(), send(ask.call()), attempt)) {
                            case Outcome.Read read -> {
                                records.addAll(read.records());
                                // By way of its text, as between two requests of a sync.
                                at = Position.of(read.next().text());
                                attempt = 1;
                            }
                            case Outcome.Later later -> {
                                at = Position.of(later.next().text());
                                attempt = 1;
                            }
                            case Outcome.Again again -> {
                                if (++attempt > MOST_TRIES) {
                                    throw new Impossible(again.why());
                                }
                            }
                            case Outcome.NewToken token -> throw new Impossible(token.why());
                            case Outcome.Failed failed -> throw new Impossible(failed.why());
                        }
                    }
                }
            }
            throw new Impossible("no end after " + MOST_STEPS + " requests");
        } catch (Impossible | TemplateError e) {
            differences.add("stream " + stream.name() + " failed: " + e.getMessage());
            return new Reading(records, machine.state(at));
        }
    }

    private HttpAnswer send(Call call) {
        String request = Exchange.asked(call.method(), call.url(), call.body().orElse(""));
        Exchange exchange = exchanges.get(request);
        if (exchange == null && call.method().equals("GET")) {
            exchange = before.get(request);
        }
        if (exchange == null) {
            throw new Impossible("an unexpected request: " + request + " " + Json.write(call.headers()));
        }
        if (asked.add(request) && !Exchange.compared(exchange.headers()).equals(Exchange.compared(call.headers()))) {
            differences.add("headers of " + request + ": expected " + exchange.headers() + ", sent " + call.headers());
        }
        return exchange.answer();
    }

    /**
     * Whether an exchange handed out the very tokens that the settings hold: with single-use refresh tokens the reference
     * writes these back, and what was recorded are the settings as they were afterwards. Then nothing need be fetched.
     */
    private boolean isHeldAlready(Exchange exchange) {
        Object answer;
        try {
            answer = Json.read(exchange.answer().body());
        } catch (JacksonException e) {
            return false;
        }
        return answer instanceof Map<?, ?> map
                && map.get("access_token") instanceof String access
                && map.get("refresh_token") instanceof String refresh
                && holds(config, access)
                && holds(config, refresh);
    }

    private static boolean holds(Object at, String text) {
        return switch (at) {
            case Map<?, ?> map -> map.values().stream().anyMatch(value -> holds(value, text));
            case String value -> value.equals(text);
            default -> false;
        };
    }

    List<String> differences() {
        List<String> all = new ArrayList<>(differences);
        exchanges.forEach((request, exchange) -> {
            if (!asked.contains(request) && !isHeldAlready(exchange)) {
                all.add("never requested: " + request);
            }
        });
        return all;
    }
}
