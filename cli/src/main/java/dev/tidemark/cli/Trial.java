package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.stream.Dynamic;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Manifest;
import dev.tidemark.connectors.manifest.stream.Rigour;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.http.HttpBounds;
import dev.tidemark.http.HttpTransport;
import dev.tidemark.secret.SecretReader;
import dev.tidemark.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A manifest with settings and a way to its API, opened by one command, without a store. */
final class Trial implements AutoCloseable {

    private final Terminal terminal;
    private final Discretion discretion = new Discretion();
    private final Tokens tokens = StreamReading.tokens(discretion);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final InstantSource clock;
    private final Manifest manifest;
    private final Map<Object, Object> written;
    private final Map<Object, Object> config;
    private final Carrier carrier;
    private final Optional<Replaying> replay;
    private final boolean isTold;

    @Nullable
    private List<Found> found;

    private Trial(Terminal terminal, TrialOptions options) {
        this.terminal = terminal;
        isTold = true;
        if (options.record != null && options.replay != null) {
            throw new Refusal(
                    Exit.USAGE, "connector.both", "--record and --replay exclude each other", "Leave one of them out");
        }
        clock = clock(options.now);
        manifest = manifest(Authoring.read(at(options.manifest)), clock);
        written = json(options.config, "the config");
        config = configured(new SecretReader(terminal.environment()::get)::read);
        replay = Optional.ofNullable(options.replay).map(this::replaying);
        carrier = replay.<Carrier>map(r -> r).orElseGet(() -> network(options.record));
    }

    /** What was recorded, again. */
    private Trial(Terminal terminal, Path recording, RecordedRead read, ManifestFile file) {
        this.terminal = terminal;
        isTold = false;
        clock = clock(read.now().orElse(null));
        manifest = manifest(file, clock);
        written = read.config();
        config = configured(new OfflineSecrets(terminal.environment())::read);
        Replaying replaying = replaying(recording);
        replay = Optional.of(replaying);
        carrier = replaying;
    }

    static Trial open(Terminal terminal, TrialOptions options) {
        return new Trial(terminal, options);
    }

    static Trial again(Terminal terminal, Path recording, RecordedRead read, ManifestFile file) {
        return new Trial(terminal, recording, read, file);
    }

    private Map<Object, Object> configured(Function<SecretRef, String> secrets) {
        return manifest.configured(TrialConfig.of(written, manifest.settings(), secrets, discretion));
    }

    /** Says at the beginning of a recording, where there is one, what is read. */
    void recorded(RecordedRead read) {
        if (carrier instanceof Recording recording) {
            recording.begin(read);
        }
    }

    /** The settings as they were handed in. */
    Map<Object, Object> written() {
        return written;
    }

    /** The settings as the manifest sees them. */
    Map<Object, Object> config() {
        return config;
    }

    InstantSource clock() {
        return clock;
    }

    Discretion discretion() {
        return discretion;
    }

    private Path at(Path file) {
        return terminal.folder().resolve(file).normalize();
    }

    private static InstantSource clock(@Nullable String now) {
        try {
            return now == null ? Clock.systemUTC() : InstantSource.fixed(Instant.parse(now));
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.bad_time",
                    "--now is no time: " + now,
                    "Write one such as 2026-01-31T12:00:00Z");
        }
    }

    private static Manifest manifest(ManifestFile file, InstantSource clock) {
        try {
            return Manifest.load(file.text(), clock, file.files());
        } catch (BadManifest e) {
            throw new Refusal(
                    Exit.FAILED,
                    "connector.does_not_run",
                    file.file() + " does not run:\n"
                            + e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")),
                    "Mend it; 'tidemark connector validate' says when it is done");
        }
    }

    /** @param what it should be, for the person */
    Map<Object, Object> json(Path file, String what) {
        try {
            if (read(file, what) instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked")
                Map<Object, Object> fields = (Map<Object, Object>) map;
                return fields;
            }
        } catch (JacksonException e) {
            // told below: the words of the parser may quote a secret
        }
        throw new Refusal(
                Exit.USAGE, "connector.no_json", what + " in " + file + " is no JSON object", "Write {\"name\": …}");
    }

    /** @throws JacksonException where the file holds no JSON */
    Object read(Path file, String what) {
        try {
            return Json.read(Files.readString(at(file)));
        } catch (IOException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.unreadable",
                    what + " cannot be read from " + file,
                    "Name a file that is there, in UTF-8");
        }
    }

    private Replaying replaying(Path file) {
        try {
            return new Replaying(at(file), discretion);
        } catch (IOException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.no_recording",
                    file + " cannot be replayed: " + e.getMessage(),
                    "Name a file that --record wrote");
        }
    }

    private Carrier network(@Nullable Path record) {
        HttpTransport transport = new HttpTransport(HttpBounds.DEFAULT);
        opened.push(transport);
        Carrier network = Carrier.network(transport);
        if (record == null) {
            return network;
        }
        try {
            Recording recording = new Recording(at(record), network, discretion);
            opened.push(recording);
            return recording;
        } catch (IOException e) {
            close();
            throw new Refusal(
                    Exit.USAGE,
                    "connector.not_recorded",
                    record + " cannot be written",
                    "Name another file with --record");
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** The names of the streams that the settings want. */
    List<String> streams() {
        return manifest.streams(config).stream().map(StreamModel::name).toList();
    }

    /**
     * Reads one stream.
     *
     * @throws Refusal where there is no such stream, or a person must act
     */
    StreamReading.Read read(String stream, Map<Object, Object> state, StreamReading.Pages pages)
            throws InterruptedException {
        StreamModel model = model(stream, state);
        Machine machine = new Machine(model, config, clock, Rigour.AS_WRITTEN);
        return new StreamReading(machine, carrier, tokens, discretion, talk()).read(state, pages);
    }

    private StreamModel model(String stream, Map<Object, Object> state) throws InterruptedException {
        List<StreamModel> written = manifest.variants(stream, config);
        if (!written.isEmpty() && streams().contains(stream)) {
            return written.get(variant(stream, () -> manifest.variant(stream, state, config, clock.instant())));
        }
        Optional<Found> found =
                found().stream().filter(f -> f.name().equals(stream)).findFirst();
        if (found.isEmpty()) {
            List<String> names = new ArrayList<>(streams());
            found().forEach(f -> names.add(f.name()));
            throw new Refusal(
                    Exit.USAGE,
                    "connector.stream_unknown",
                    "the manifest has no stream " + stream,
                    "Name one of " + String.join(", ", names));
        }
        Dynamic dynamic = found.get().dynamic();
        Dynamic.Values values = found.get().values();
        int variant = variant(stream, () -> manifest.variant(dynamic, values, state, config, clock.instant()));
        return manifest.variants(dynamic, values, config).get(variant);
    }

    /** A stream of which only the API knows. */
    private record Found(Dynamic dynamic, Dynamic.Values values, String name) {}

    /** The names of the streams of which only the API knows, which it is asked for. */
    List<String> found(int most) throws InterruptedException {
        return found().stream().map(Found::name).limit(most).toList();
    }

    private List<Found> found() throws InterruptedException {
        List<Found> known = found;
        if (known != null) {
            return known;
        }
        List<Found> all = new ArrayList<>();
        for (Dynamic dynamic : manifest.asked()) {
            Machine machine = new Machine(dynamic.components().orElseThrow(), config, clock, Rigour.AS_WRITTEN);
            new StreamReading(machine, carrier, tokens, discretion, talk()).read(Map.of(), page -> {
                for (Object record : page.records()) {
                    Dynamic.Values values = Dynamic.values(record, page.page());
                    all.add(new Found(dynamic, values, dynamic.name(values, config)));
                }
                return true;
            });
        }
        found = List.copyOf(all);
        return found;
    }

    private static int variant(String stream, IntSupplier number) {
        try {
            return number.getAsInt();
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.bad_state",
                    "the state is none that the stream " + stream + " takes: " + e.getMessage(),
                    "Hand in what --state-out wrote for this stream");
        }
    }

    private StreamReading.Talk talk() {
        return new StreamReading.Talk() {
            @Override
            public void log(String line) {
                if (isTold) {
                    terminal.warn(line);
                }
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                if (replay.isEmpty()) {
                    Thread.sleep(time);
                }
            }
        };
    }

    /** @throws Refusal where some of a recording was never asked for */
    void endReplay() {
        replay.ifPresent(Replaying::end);
    }

    /** A record or a state on one line. */
    static String line(Object value) {
        return Json.write(value);
    }

    /** Without secrets. */
    String discreet(String text) {
        return discretion.text(text);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Refusal e) {
                throw e;
            } catch (Exception e) {
                terminal.warn("While closing: " + discreet(String.valueOf(e.getMessage())));
            }
        }
    }
}
