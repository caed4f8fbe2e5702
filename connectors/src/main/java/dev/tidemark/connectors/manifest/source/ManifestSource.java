package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Lane;
import dev.tidemark.connector.Lanes;
import dev.tidemark.connector.Lateness;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.ReadsAbreast;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Slips;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.ours.Tombstone;
import dev.tidemark.connectors.manifest.ours.Webhooks;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Config;
import dev.tidemark.connectors.manifest.stream.Dynamic;
import dev.tidemark.connectors.manifest.stream.FoundSchema;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Manifest;
import dev.tidemark.connectors.manifest.stream.SchemaFiles;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.TemplateError;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/** A connector that a manifest describes. */
public sealed class ManifestSource implements SourceConnector, ReadsAbreast, Hooked permits ManifestApp {

    /** What is asked of an API of which nothing is known. */
    private static final RateLimit CAREFUL = new RateLimit(60, Duration.ofMinutes(1));

    /** Begins a token of a stream that is still looked for. */
    private static final String SEARCH = "r";

    private static final Duration DEFAULT_LAG = Duration.ofMinutes(5);

    private final String name;
    private final Manifest manifest;
    private final ManifestConfig config;
    private final boolean overlaps;

    ManifestSource(String name, Manifest manifest) {
        this(name, manifest, true);
    }

    private ManifestSource(String name, Manifest manifest, boolean overlaps) {
        this.overlaps = overlaps;
        this.name = name;
        this.manifest = manifest;
        this.config = new ManifestConfig(Config.of(manifest.settings()), manifest);
    }

    /** As {@link #of(String, String, InstantSource, SchemaFiles)}, without schema files. */
    public static ManifestSource of(String name, String text, InstantSource clock) throws BadManifest {
        return of(name, text, clock, SchemaFiles.NONE);
    }

    /**
     * @param name the word a workspace file uses for it
     * @param text the manifest, YAML or JSON
     * @param clock what templates read as now
     * @param files the schemas that lie beside it
     * @throws BadManifest where any of it cannot run, with everything that is missing and where
     */
    public static ManifestSource of(String name, String text, InstantSource clock, SchemaFiles files)
            throws BadManifest {
        Manifest manifest = Manifest.load(text, clock, files);
        return manifest.ours().writes() ? new ManifestApp(name, manifest) : new ManifestSource(name, manifest);
    }

    ManifestConfig config() {
        return config;
    }

    /** The same, reading again nothing of what was read: for the replay of recordings, which hold no more than was asked for. */
    public ManifestSource withoutOverlap() {
        return new ManifestSource(name, manifest, false);
    }

    @Override
    public ConnectorSpec spec() {
        List<RateLimit> limits = manifest.ours().quota().isEmpty()
                ? manifest.budgets().stream()
                        .map(budget -> new RateLimit(budget.requests(), budget.per()))
                        .toList()
                : manifest.ours().quota().stream()
                        .map(allowed -> new RateLimit(allowed.requests(), allowed.per()))
                        .toList();
        // The overlap is the machine's own: the engine hands its state back exactly as it was given.
        return new ConnectorSpec(name, name, settings(), limits.isEmpty() ? List.of(CAREFUL) : limits, Duration.ZERO);
    }

    /** Those of the manifest's spec, and those for webhooks that it does not have. */
    private List<Setting> settings() {
        List<Setting> all = new ArrayList<>(config.config().settings());
        if (listens()) {
            for (Setting ours : List.of(Hooked.secret("what the app signs them with"), Hooked.url())) {
                boolean isWanted = ours.name().equals(Hooked.URL) || ours.name().equals(secretName());
                if (isWanted && all.stream().noneMatch(s -> s.name().equals(ours.name()))) {
                    all.add(ours);
                }
            }
        }
        return all;
    }

    @Override
    public boolean listens() {
        return manifest.ours().webhooks().isPresent();
    }

    @Override
    public String secretName() {
        return manifest.ours().webhooks().map(Webhooks::secret).orElse(Hooked.SECRET);
    }

    @Override
    public Duration window() {
        return manifest.ours().webhooks().map(Webhooks::window).orElseGet(Hooked.super::window);
    }

    @Override
    public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        return listens()
                ? manifest.ours().webhooks().orElseThrow().hear(secrets, request)
                : new Heard.Refused("the manifest says nothing of webhooks");
    }

    /** {@inheritDoc} Told of a manifest as a whole: parents too are read on the way to a stream's records. */
    @Override
    public boolean readsAll(StreamSpec stream) {
        return !manifest.passesOver();
    }

    /**
     * {@inheritDoc} A manifest says a great deal of how records are asked for, and little of what the API makes of it: it vouches
     * where its {@code metadata} names a {@code safety_lag} for the stream, or for all.
     */
    @Override
    public Optional<Lateness> lateness(StreamSpec stream) {
        return manifest.passesOver()
                ? Optional.empty()
                : manifest.ours().stream(stream.name())
                        .safetyLag()
                        .or(manifest.ours()::safetyLag)
                        .map(Lateness::of);
    }

    /** {@inheritDoc} Of streams whose descriptions the API has nothing is known. */
    @Override
    public Slips slips(StreamSpec stream) {
        return manifest.all().stream()
                        .filter(written -> written.name().equals(stream.name()))
                        .findFirst()
                        .filter(written -> !written.paginator().isNumbered())
                        .isPresent()
                ? Slips.NEVER
                : Slips.AS_OTHERS_DO;
    }

    @Override
    public Check check(Access access) {
        List<Finding> findings = new ArrayList<>();
        List<String> names = new ArrayList<>(manifest.checked());
        List<StreamSpec> known = List.of();
        try {
            if (manifest.checkedDynamic() > 0) {
                known = discover(access);
                known.stream()
                        .map(StreamSpec::name)
                        .filter(stream -> manifest.all().stream()
                                .noneMatch(written -> written.name().equals(stream)))
                        .limit(manifest.checkedDynamic())
                        .forEach(names::add);
            }
        } catch (HttpFailed e) {
            findings.add(Finding.wrong("find the streams", String.valueOf(e.getMessage()), "Try again in a minute"));
        } catch (ConnectorException e) {
            findings.add(Finding.wrong("find the streams", String.valueOf(e.getMessage()), e.whatToDo()));
        }
        for (String checked : names) {
            Optional<StreamSpec> spec = known.stream()
                    .filter(s -> s.name().equals(checked))
                    .findFirst()
                    .or(() -> manifest.variants(checked, config.of(access)).stream()
                            .findFirst()
                            .map(stream -> spec(stream, stream.schema())));
            if (spec.isEmpty()) {
                findings.add(
                        Finding.wrong("read " + checked, "there is no such stream", "Mend the manifest's 'check'"));
                continue;
            }
            Answer answer = read(access, PageRequest.first(spec.get(), new Reading.Everything()));
            findings.add(
                    answer instanceof Answer.Page
                            ? Finding.ok("read " + checked, "the API answered")
                            : wrong("read " + checked, answer));
        }
        return new Check(findings);
    }

    static Finding wrong(String what, Answer answer) {
        return switch (answer) {
            case Answer.Stop stop -> Finding.wrong(what, stop.why(), stop.whatToDo());
            case Answer.Wait wait -> Finding.wrong(what, wait.why(), "Try again later");
            case Answer.Retry retry -> Finding.wrong(what, retry.why(), "Try again in a minute");
            case Answer.Resume resume -> Finding.wrong(what, resume.why(), "Try again");
            case Answer.StartOver over -> Finding.wrong(what, over.why(), "Try again");
            case Answer.Later later -> Finding.ok(what, "the API answered, and works on it");
            case Answer.Page page -> throw new IllegalArgumentException("a page is nothing wrong");
        };
    }

    /** The places of the dynamic streams of which only the API knows what they are. */
    public List<String> told() {
        return manifest.asked().stream().map(Dynamic::toString).toList();
    }

    /** What of the manifest is left aside, since the format has no such fields. */
    public List<Problem> notes() {
        return manifest.notes();
    }

    /** All streams that the manifest describes itself, whatever the settings want of them. */
    public List<StreamSpec> streams() {
        return manifest.all().stream()
                .map(stream -> spec(stream, stream.schema()))
                .toList();
    }

    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        return streams(access, Optional.empty());
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return streams(access, Optional.of(stream)).stream().findFirst();
    }

    /** @param only the one that is wanted; empty for all */
    private List<StreamSpec> streams(Access access, Optional<String> only) throws HttpFailed {
        Map<Object, Object> settings = config.of(access);
        List<StreamSpec> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try {
            for (StreamModel stream : manifest.streams(settings)) {
                names.add(stream.name());
                if (only.isEmpty() || only.get().equals(stream.name())) {
                    found.add(described(access, stream, settings));
                }
            }
            for (Dynamic dynamic : only.isPresent() && !found.isEmpty() ? List.<Dynamic>of() : manifest.asked()) {
                StreamModel components = dynamic.components().orElseThrow();
                for (Dynamic.Values values : new Search(components, access, config).through(all -> false)) {
                    String name = dynamic.name(values, settings);
                    if (!names.add(name)) {
                        throw new Impossible("a second stream named " + name + ", of " + dynamic);
                    }
                    if (only.isEmpty() || only.get().equals(name)) {
                        found.add(described(
                                access,
                                manifest.variants(dynamic, values, settings).getLast(),
                                settings));
                    }
                }
            }
            return found;
        } catch (Impossible | TemplateError e) {
            throw failed(access, e, "Check the source's settings, and what the manifest says of its streams");
        }
    }

    private StreamSpec described(Access access, StreamModel stream, Map<Object, Object> settings) throws HttpFailed {
        if (stream.foundSchema().isEmpty()) {
            return spec(stream, stream.schema());
        }
        FoundSchema schema = stream.foundSchema().get();
        List<Dynamic.Values> found = new Search(schema.description(), access, config).through(some -> !some.isEmpty());
        if (found.isEmpty()) {
            throw new Impossible("the API describes no fields of " + stream.name());
        }
        return spec(stream, schema.schema(found.getFirst().components(), settings));
    }

    private StreamSpec spec(StreamModel stream, Map<Object, Object> schema) {
        return Fields.of(
                stream,
                schema,
                manifest.ours().stream(stream.name()).tombstone().isPresent());
    }

    private Duration safetyLag(String stream) {
        return overlaps
                ? manifest.ours().stream(stream)
                        .safetyLag()
                        .or(manifest.ours()::safetyLag)
                        .orElse(DEFAULT_LAG)
                : Duration.ZERO;
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        String stream = request.stream().name();
        try {
            Map<Object, Object> settings = config.of(access);
            Optional<String> token = request.after();
            if (token.filter(t -> t.startsWith(SEARCH)).isPresent()) {
                return search(access, request, token.get());
            }
            if (token.isPresent()) {
                Chosen.At at = Chosen.at(token.get());
                Optional<Pages> pages = pages(access, request, at);
                return pages.isPresent() ? pages.get().read(Optional.of(at.position()), Map.of()) : unknown(stream);
            }
            Optional<Answer> refusal = invalid(settings, access);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            List<StreamModel> variants = manifest.variants(stream, settings);
            if (variants.isEmpty()) {
                return manifest.asked().isEmpty() ? unknown(stream) : search(access, request, SEARCH + "0:");
            }
            Map<Object, Object> state = state(request.reading());
            int number =
                    manifest.variant(stream, state, settings, access.clock().instant());
            return new Pages(variants.get(number), Chosen.written(number), access, config, safetyLag(stream))
                    .read(Optional.empty(), state);
        } catch (Impossible | TemplateError e) {
            return Asker.stop(
                    new Discreet(new KeptTokens(access.secrets()), config.secrets(access)),
                    String.valueOf(e.getMessage()));
        } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Answer.StartOver("the position is none that this manifest knows: " + e.getMessage());
        }
    }

    @Override
    public int mostAbreast(Access access) {
        return stopping(access, () -> manifest.concurrency(config.of(access)));
    }

    /** {@inheritDoc} Not while the API is still asked which streams it has. */
    @Override
    public Optional<Lanes> lanes(Access access, PageRequest request, int most) {
        Optional<String> token = request.after().filter(t -> !t.startsWith(SEARCH));
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            Chosen.At at = Chosen.at(token.get());
            return stopping(access, () -> pages(access, request, at).flatMap(p -> p.lanes(at.position(), most)));
        } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty(); // whoever asks is told
        }
    }

    @Override
    public Lanes fold(Access access, PageRequest request, Lane lane, Next next, int most) {
        Chosen.At at = Chosen.at(request.after().orElseThrow());
        return stopping(
                access, () -> pages(access, request, at).orElseThrow().fold(at.position(), lane.name(), next, most));
    }

    /** How the stream of a place is read; empty where there is none of that name. */
    private Optional<Pages> pages(Access access, PageRequest request, Chosen.At at) {
        String stream = request.stream().name();
        List<StreamModel> variants = variants(stream, at.chosen().dynamic(), config.of(access));
        return variants.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Pages(variants.get(at.chosen().variant()), at.chosen(), access, config, safetyLag(stream)));
    }

    private <T> T stopping(Access access, Supplier<T> work) {
        try {
            return work.get();
        } catch (Impossible | TemplateError e) {
            throw failed(access, e, "Check the source's settings, and what the manifest says of this stream");
        }
    }

    private ConnectorException failed(Access access, RuntimeException e, String whatToDo) {
        return new ConnectorException(
                "source.manifest_failed",
                new Discreet(new KeptTokens(access.secrets()), config.secrets(access))
                        .text(String.valueOf(e.getMessage())),
                whatToDo);
    }

    private List<StreamModel> variants(
            String stream, Optional<? extends List<?>> dynamic, Map<Object, Object> settings) {
        return dynamic.isEmpty()
                ? manifest.variants(stream, settings)
                : manifest.variants(
                        manifest.asked().get(Chosen.number(dynamic.get())), Chosen.values(dynamic.get()), settings);
    }

    private Optional<Answer> invalid(Map<Object, Object> settings, Access access) {
        List<String> wrong = manifest.invalid(settings);
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(Asker.stop(
                        new Discreet(new KeptTokens(access.secrets()), config.secrets(access)),
                        "the settings are refused: " + String.join("; ", wrong)));
    }

    private Answer unknown(String stream) {
        return new Answer.Stop(
                "source.stream_unknown",
                "the manifest " + name + " has no stream " + stream,
                "Choose one of its streams, or mend the manifest");
    }

    /** Looks for the values of a stream of which only the API knows, one request at a time. */
    private Answer search(Access access, PageRequest request, String token) {
        int end = token.indexOf(':');
        int number = Integer.parseInt(token.substring(SEARCH.length(), end));
        Optional<String> at = Optional.of(token.substring(end + 1)).filter(t -> !t.isEmpty());
        Dynamic dynamic = manifest.asked().get(number);
        Map<Object, Object> settings = config.of(access);
        Search search = new Search(dynamic.components().orElseThrow(), access, config);
        String why = "the API is asked which streams it has";
        Answer answer = search.step(at);
        if (answer instanceof Answer.Later later) {
            return new Answer.Later(
                    SEARCH + number + ":" + later.token(), later.atLeast(), later.why(), later.serverTime());
        }
        if (!(answer instanceof Answer.Page page)) {
            return answer;
        }
        for (Dynamic.Values values : search.found()) {
            if (dynamic.name(values, settings).equals(request.stream().name())) {
                Map<Object, Object> state = state(request.reading());
                int variant = manifest.variant(
                        dynamic, values, state, settings, access.clock().instant());
                StreamModel model = manifest.variants(dynamic, values, settings).get(variant);
                Pages pages =
                        new Pages(model, Chosen.of(number, values, variant), access, config, safetyLag(model.name()));
                return new Answer.Later(pages.start(state), Duration.ZERO, why);
            }
        }
        if (page.next() instanceof Next.More(String next)) {
            return new Answer.Later(SEARCH + number + ":" + next, Duration.ZERO, why);
        }
        return number + 1 < manifest.asked().size()
                ? new Answer.Later(SEARCH + (number + 1) + ":", Duration.ZERO, why)
                : unknown(request.stream().name());
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> state(Reading reading) {
        return switch (reading) {
            case Reading.From from when Json.read(from.cursor()) instanceof Map<?, ?> map -> (Map<Object, Object>) map;
            case Reading.From from -> throw new IllegalArgumentException("a state is a JSON object");
            case Reading.Everything everything -> Map.of();
            case Reading.Since since -> Map.of();
        };
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Archived archived = Archived.of(page);
        if (archived.context().isEmpty()) {
            return; // a parent's page
        }
        List<StreamModel> variants;
        try {
            variants = variants(stream.name(), archived.dynamic(), archived.config());
        } catch (Impossible | TemplateError | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadPage("the manifest has no such stream: " + e.getMessage(), e);
        }
        if (archived.variant() >= variants.size()) {
            throw new BadPage("the manifest has no stream " + stream.name());
        }
        StreamModel model = variants.get(archived.variant());
        Optional<List<String>> path = Machine.untouched(model);
        Optional<Tombstone> tombstone = manifest.ours().stream(stream.name()).tombstone();
        if (path.isPresent() && tombstone.isEmpty()) {
            new PlainRows(stream, sink, page.body()).read(path.get(), archived.from());
            return;
        }
        Rows rows = new Rows(stream, sink, page.body(), tombstone);
        boolean isReadable;
        try {
            isReadable = Machine.records(
                    model, archived.config(), archived.context().get(), page.body(), archived.from(), rows::write);
        } catch (TemplateError | Impossible | IllegalArgumentException e) {
            throw new BadPage("the records cannot be read: " + e.getMessage(), e);
        }
        if (!isReadable) {
            throw new BadPage("the answer cannot be decoded");
        }
    }
}
