package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Reads a stream of a manifest from answers by address, going through the text of every position. */
final class Reader {

    static final Instant NOW = Instant.parse("2024-01-10T00:00:00Z");
    private static final int MOST = 500;
    private static final int ORDERS = 5;

    private final StreamModel stream;
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Map<String, Integer> refusals = new LinkedHashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<String> records = new ArrayList<>();
    final List<String> positions = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    private Map<Object, Object> config = Map.of();
    String failure = "";

    private Reader(StreamModel stream) {
        this.stream = stream;
    }

    /** @param streams YAML of the list of streams */
    static Reader of(String stream, String streams) {
        String text = "version: 1\ncheck: {stream_names: []}\n" + streams;
        try {
            return new Reader(Manifest.load(text, InstantSource.fixed(NOW))
                    .variants(stream, Map.of())
                    .getFirst());
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    /** @param path behind {@code https://x.io/} */
    Reader on(String path, String answer) {
        answers.put("https://x.io/" + path, answer.replace('\'', '"'));
        return this;
    }

    /** @param path behind {@code https://x.io/}; refused once, then answered as said besides */
    Reader refuseOnce(String path, int status) {
        refusals.put("https://x.io/" + path, status);
        return this;
    }

    Reader config(Map<Object, Object> settings) {
        config = settings;
        return this;
    }

    Machine machine() {
        return new Machine(stream, config, InstantSource.fixed(NOW), Rigour.AS_WRITTEN);
    }

    /** Reads a whole pass; the state at its end. */
    @SuppressWarnings("unchecked")
    String read(String state) {
        Machine machine = machine();
        boolean isRefused = !refusals.isEmpty();
        int askedBefore = asked.size();
        int recordsBefore = records.size();
        String start = machine.start((Map<Object, Object>) Json.read(state.replace('\'', '"')))
                .text();
        String end = read(start, MOST);
        if (machine.isAbreast() && !isRefused && failure.isEmpty()) {
            for (int seed = 0; seed < ORDERS; seed++) {
                abreast(
                        start,
                        seed,
                        end,
                        asked.subList(askedBefore, asked.size()),
                        records.subList(recordsBefore, records.size()));
            }
        }
        return end;
    }

    /** Read in parts whose answers come in any order, a stream brings the same by the same requests, and ends in the same state. */
    private void abreast(String start, long seed, String end, List<String> askedAlone, List<String> recordsAlone) {
        Machine machine = machine();
        SplittableRandom random = new SplittableRandom(seed);
        int most = 2 + random.nextInt(4);
        List<String> askedNow = new ArrayList<>();
        List<String> recordsNow = new ArrayList<>();
        Map<String, Position> inTheAir = new LinkedHashMap<>();
        Abreast.Opened opened = machine.opened(Position.of(start), most);
        while (!opened.parts().isEmpty()) {
            Position all = Position.of(opened.all().text());
            // What is in the air was asked for at the place of then.
            opened.parts().forEach(inTheAir::putIfAbsent);
            String name = List.copyOf(opened.parts().keySet())
                    .get(random.nextInt(opened.parts().size()));
            Position part =
                    Position.of(Objects.requireNonNull(inTheAir.remove(name)).text());
            switch (machine.next(part, Tokens.inMemory())) {
                case Machine.Step.Done done -> opened = machine.folded(all, name, done.at(), true, most);
                case Machine.Step.SignIn signIn -> throw new AssertionError("no sign-in is expected");
                case Machine.Step.Ask ask -> {
                    askedNow.add(ask.call().url().substring("https://x.io/".length()));
                    byte[] body = Objects.requireNonNull(answers.get(ask.call().url()))
                            .getBytes(StandardCharsets.UTF_8);
                    Outcome outcome = machine.answer(ask.at(), new HttpAnswer(200, Map.of(), body, Duration.ZERO), 1);
                    Position then =
                            outcome instanceof Outcome.Read read ? read.next() : ((Outcome.Later) outcome).next();
                    if (outcome instanceof Outcome.Read read) {
                        read.records().forEach(r -> recordsNow.add(Json.write(r).replace('"', '\'')));
                    }
                    Position settled = Position.of(machine.settled(then).text());
                    boolean isEnded = outcome instanceof Outcome.Read && settled.isDone();
                    opened = machine.folded(all, name, settled, isEnded, most);
                }
            }
        }
        assertThat(askedNow).containsExactlyInAnyOrderElementsOf(askedAlone);
        assertThat(recordsNow).containsExactlyInAnyOrderElementsOf(recordsAlone);
        assertThat(state(machine, opened.all())).isEqualTo(end);
    }

    /** Reads on from a position, so many requests; the state then. */
    String read(String position, int most) {
        Machine machine = machine();
        Position at = Position.of(position);
        for (int i = 0; i < most; i++) {
            positions.add(at.text());
            switch (machine.next(at, Tokens.inMemory())) {
                case Machine.Step.Done done -> {
                    return state(machine, done.at());
                }
                case Machine.Step.SignIn signIn -> throw new AssertionError("no sign-in is expected");
                case Machine.Step.Ask ask -> {
                    String path = ask.call().url().substring("https://x.io/".length());
                    asked.add(path);
                    String answer = answers.get(ask.call().url());
                    if (answer == null) {
                        throw new AssertionError("unexpected: " + ask.call().url());
                    }
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    Integer refused = refusals.remove(ask.call().url());
                    int status = refused == null ? 200 : refused;
                    Outcome outcome =
                            machine.answer(ask.at(), new HttpAnswer(status, Map.of(), body, Duration.ZERO), 1);
                    if (outcome instanceof Outcome.Failed failed) {
                        failure = failed.why();
                        return state(machine, at);
                    }
                    if (outcome instanceof Outcome.Later later) {
                        pauses.add(later.pause());
                        at = Position.of(later.next().text());
                        continue;
                    }
                    if (!(outcome instanceof Outcome.Read read)) {
                        throw new AssertionError(outcome);
                    }
                    read.records().forEach(r -> records.add(Json.write(r).replace('"', '\'')));
                    again(read, body);
                    at = Position.of(read.next().text());
                }
            }
        }
        return state(machine, at);
    }

    /** An archived page reads as it did when it came. */
    private void again(Outcome.Read read, byte[] body) {
        if (read.page().isPresent()) {
            List<Object> later = new ArrayList<>();
            Machine.records(stream, config, (Map<?, ?>) Json.read(read.page().get()), body, 0, later::add);
            if (!Json.write(later).equals(Json.write(read.records()))) {
                throw new AssertionError("a page reads otherwise the second time: " + later);
            }
        }
    }

    private static String state(Machine machine, Position at) {
        return Json.write(machine.state(at)).replace('"', '\'');
    }
}
