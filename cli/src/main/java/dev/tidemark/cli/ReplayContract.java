package dev.tidemark.cli;

import dev.tidemark.cli.ReplaySink.Taken;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What the engine relies on in every source, tried on a recording as far as it goes: the manifest is read as a sync reads it,
 * page by page, while requests fail, the allowance ends and the program crashes.
 */
final class ReplayContract {

    private static final int MOST_ANSWERS = 20_000;
    private static final int MOST_PLACES = 8;
    private static final int MOST_CUTS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(17);

    /** One promise and what came of it; empty where it is held. */
    record Held(String promise, Optional<String> broken) {}

    private final ManifestSource source;
    private final Map<Object, Object> config;
    private final InstantSource clock;
    private final StandIn api;
    private final Reading reading;
    private final StreamSpec stream;
    private final int expected;
    private final List<Held> held = new ArrayList<>();

    /**
     * @param reading from where the recorded read went on
     * @param expected how many records it brought
     */
    ReplayContract(
            ManifestSource source,
            Map<Object, Object> config,
            InstantSource clock,
            StandIn api,
            StreamSpec stream,
            Reading reading,
            int expected) {
        this.source = source;
        this.config = config;
        this.clock = clock;
        this.api = api;
        this.stream = stream;
        this.reading = reading;
        this.expected = expected;
    }

    /** Runs all; where the first does not hold, the others have no ground to stand on. */
    List<Held> run() {
        Walk healthy = new Walk(api.fresh());
        if (!promise("a sync brings the records of the recording", () -> whole(healthy))) {
            return held;
        }
        promise("every record has its key, and values of its fields' types", () -> sound(healthy));
        promise("a page read twice is the same page", () -> twice(healthy));
        promise("a page that was cut is never taken for a whole one", () -> cut(healthy));
        promise("a fault of the network or the API is got over, in the place of any request", () -> faults(healthy));
        promise("an allowance that is used up is waited for, before any request", () -> notNow(healthy));
        promise("a crash between any two requests loses nothing", () -> crash(healthy));
        promise("secrets appear in no page, token or message", () -> discreet(healthy));
        return held;
    }

    /** @param trial answers what is wrong */
    private boolean promise(String words, Supplier<Optional<String>> trial) {
        Optional<String> broken;
        try {
            broken = trial.get();
        } catch (StandIn.NotRecorded e) {
            broken = Optional.of(String.valueOf(e.getMessage()));
        }
        held.add(new Held(words, broken));
        return broken.isEmpty();
    }

    private Optional<String> whole(Walk healthy) {
        Optional<String> stopped = healthy.through();
        if (stopped.isPresent()) {
            return stopped;
        }
        int got = healthy.taken.size();
        return got == expected ? Optional.empty() : Optional.of(got + " records, where the recording has " + expected);
    }

    private static Optional<String> sound(Walk healthy) {
        for (Taken record : healthy.taken) {
            if (record.key().contains("")) {
                return Optional.of("a record has no value for a part of its key: " + record.values());
            }
            if (record.misfit().isPresent()) {
                return Optional.of(
                        "a sync would reject a record: " + record.misfit().get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> twice(Walk healthy) {
        for (PageRequest request : some(healthy.requests)) {
            Walk walk = new Walk(api.fresh());
            Answer one = source.read(walk.access, request);
            Answer two = source.read(walk.access, request);
            if (one instanceof Answer.Page first && two instanceof Answer.Page second) {
                if (!walk.records(first.raw()).equals(walk.records(second.raw()))) {
                    return Optional.of("the page after " + request.after().orElse("the beginning") + " differs");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> cut(Walk healthy) {
        for (Answer.Page page : some(healthy.pages)) {
            byte[] body = page.raw().body();
            for (int bytes = 0; bytes < body.length; bytes += Math.max(1, body.length / MOST_CUTS)) {
                RawPage part = new RawPage(page.raw().format(), Arrays.copyOf(body, bytes));
                try {
                    source.records(stream, part, new ReplaySink(stream));
                    return Optional.of("a page cut after " + bytes + " of " + body.length + " bytes is read as whole");
                } catch (BadPage e) {
                    // as it should be
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> faults(Walk healthy) {
        Map<String, StandIn.Trouble> troubles = new LinkedHashMap<>();
        troubles.put("a line that went dead", answer -> {
            throw new HttpFailed("the line went dead", true);
        });
        troubles.put("HTTP 429", answer -> answer(429, "slow down"));
        troubles.put("HTTP 503", answer -> answer(503, "<html>later</html>"));
        if (healthy.speaksJson()) {
            troubles.put("a web page with HTTP 200", answer -> answer(200, "<html>sign in</html>"));
            troubles.put("half of the answer", answer -> half(answer));
        }
        for (int request : places(healthy.api.asked())) {
            for (Map.Entry<String, StandIn.Trouble> trouble : troubles.entrySet()) {
                Walk walk = new Walk(api.fresh().with(request, trouble.getValue()));
                Optional<String> stopped = walk.through();
                boolean mayStop = trouble.getKey().startsWith("HTTP");
                if (stopped.isPresent() && mayStop) {
                    continue; // the manifest's own error handler says so, and a person is told
                }
                String where = trouble.getKey() + " in the place of request " + (request + 1);
                if (stopped.isPresent()) {
                    return Optional.of(where + ": " + stopped.get());
                }
                if (!walk.keys().equals(healthy.keys())) {
                    return Optional.of(where + " loses records: " + walk.keys().size() + " of "
                            + healthy.keys().size() + " come");
                }
            }
        }
        return Optional.empty();
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(
                status,
                Map.of("Retry-After", Long.toString(PATIENCE.toSeconds())),
                body.getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);
    }

    private static HttpAnswer half(HttpAnswer answer) {
        byte[] body = answer.body();
        return new HttpAnswer(answer.status(), answer.headers(), Arrays.copyOf(body, body.length / 2), answer.took());
    }

    private Optional<String> notNow(Walk healthy) {
        for (int request : places(healthy.api.asked())) {
            Walk walk = new Walk(api.fresh().with(request, answer -> {
                throw new NotNow(PATIENCE);
            }));
            Optional<String> stopped = walk.through();
            if (stopped.isPresent() || !walk.keys().equals(healthy.keys())) {
                return Optional.of("after the wait before request " + (request + 1) + ": "
                        + stopped.orElse("records are missing"));
            }
            if (walk.notNow != 1) {
                return Optional.of("the wait before request " + (request + 1) + " did not come through");
            }
        }
        return Optional.empty();
    }

    private Optional<String> crash(Walk healthy) {
        for (int page : places(healthy.requests.size())) {
            Walk walk = new Walk(api.fresh());
            healthy.pages.subList(0, page).forEach(p -> walk.taken.addAll(walk.records(p.raw())));
            Optional<String> stopped = walk.from(healthy.requests.get(page));
            if (stopped.isPresent() || !walk.keys().equals(healthy.keys())) {
                return Optional.of("gone on after page " + page + ": " + stopped.orElse("records are missing"));
            }
        }
        return Optional.empty();
    }

    private Optional<String> discreet(Walk healthy) {
        for (String secret : healthy.access.everySecret()) {
            for (Answer answer : healthy.answers) {
                String told = answer instanceof Answer.Page page
                        ? page.raw().format() + new String(page.raw().body(), StandardCharsets.UTF_8) + page.next()
                        : answer.toString();
                if (told.contains(secret)) {
                    return Optional.of("a " + answer.getClass().getSimpleName() + " holds the value of a secret");
                }
            }
        }
        return Optional.empty();
    }

    /** All of a few, and of many the first, the last and some between. */
    private static List<Integer> places(int all) {
        return IntStream.range(0, Math.min(all, MOST_PLACES))
                .map(i -> all <= MOST_PLACES ? i : (int) ((long) i * (all - 1) / (MOST_PLACES - 1)))
                .distinct()
                .boxed()
                .toList();
    }

    private static <T> List<T> some(List<T> all) {
        return places(all.size()).stream().map(all::get).toList();
    }

    /** One pass as the engine walks it. */
    private final class Walk {

        final StandIn api;
        final ReplayAccess access;
        final List<PageRequest> requests = new ArrayList<>();
        final List<Answer.Page> pages = new ArrayList<>();
        final List<Answer> answers = new ArrayList<>();
        final List<Taken> taken = new ArrayList<>();
        int notNow;

        Walk(StandIn api) {
            this.api = api;
            this.access = new ReplayAccess(source.spec().settings(), config, clock, api::send);
        }

        Optional<String> through() {
            return from(PageRequest.first(stream, reading));
        }

        /** Why it stopped; empty where it came to its end. */
        Optional<String> from(PageRequest start) {
            PageRequest request = start;
            for (int step = 0; step < MOST_ANSWERS; step++) {
                Answer answer;
                try {
                    answer = source.read(access, request);
                } catch (NotNow e) {
                    notNow++;
                    continue;
                }
                answers.add(answer);
                switch (answer) {
                    case Answer.Page page -> {
                        requests.add(request);
                        pages.add(page);
                        taken.addAll(records(page.raw()));
                        if (!(page.next() instanceof Next.More(String token))) {
                            return Optional.empty();
                        }
                        request = request.next(token);
                    }
                    case Answer.Wait wait -> {}
                    case Answer.Retry retry -> {}
                    case Answer.Resume resume -> request = request.next(resume.token());
                    case Answer.Later later -> request = request.next(later.token());
                    case Answer.StartOver over -> request = start;
                    case Answer.Stop stop -> {
                        return Optional.of("stopped: " + stop.why());
                    }
                }
            }
            return Optional.of("there was no end after " + MOST_ANSWERS + " answers");
        }

        List<Taken> records(RawPage page) {
            ReplaySink sink = new ReplaySink(stream);
            try {
                source.records(stream, page, sink);
            } catch (BadPage e) {
                throw new IllegalStateException("a page that was read cannot be processed: " + e.getMessage(), e);
            }
            return sink.records();
        }

        /** By their keys, or as a whole where they have none. */
        Set<Object> keys() {
            Set<Object> keys = new HashSet<>();
            taken.forEach(record -> keys.add(record.key().isEmpty() ? record.values() : record.key()));
            return keys;
        }

        boolean speaksJson() {
            return pages.stream().allMatch(page -> {
                String body = new String(page.raw().body(), StandardCharsets.UTF_8);
                String answer = body.substring(body.indexOf('\n') + 1).strip();
                return answer.isEmpty() || answer.startsWith("{") || answer.startsWith("[");
            });
        }
    }
}
