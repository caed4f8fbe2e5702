package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.ours.Tombstone;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Manifest;
import dev.tidemark.connectors.manifest.stream.SchemaFiles;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.TemplateError;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** A connector that a manifest describes. */
public sealed class ManifestSource implements SourceConnector permits ManifestApp {

    /** What is asked of an API of which nothing is known. */
    private static final RateLimit CAREFUL = new RateLimit(60, Duration.ofMinutes(1));

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
        return new ConnectorSpec(
                name, name, config.config().settings(), limits.isEmpty() ? List.of(CAREFUL) : limits, Duration.ZERO);
    }

    @Override
    public Check check(Access access) {
        List<Finding> findings = new ArrayList<>();
        for (String checked : manifest.checked()) {
            List<StreamModel> variants = manifest.variants(checked);
            if (variants.isEmpty()) {
                findings.add(
                        Finding.wrong("read " + checked, "there is no such stream", "Mend the manifest's 'check'"));
                continue;
            }
            Answer answer = read(access, PageRequest.first(spec(variants.getFirst()), new Reading.Everything()));
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

    /** All streams that the manifest describes, whatever the settings want of them. */
    public List<StreamSpec> streams() {
        return manifest.all().stream().map(this::spec).toList();
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return manifest.streams(config.of(access)).stream().map(this::spec).toList();
    }

    private StreamSpec spec(StreamModel stream) {
        return Fields.of(
                stream, manifest.ours().stream(stream.name()).tombstone().isPresent());
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
        List<StreamModel> variants = manifest.variants(stream);
        if (variants.isEmpty()) {
            return new Answer.Stop(
                    "source.stream_unknown",
                    "the manifest " + name + " has no stream " + stream,
                    "Choose one of its streams, or mend the manifest");
        }
        try {
            Optional<String> token = request.after();
            Map<Object, Object> state = token.isPresent() ? Map.of() : state(request.reading());
            int number = token.isPresent()
                    ? number(token.get())
                    : manifest.variant(
                            stream, state, config.of(access), access.clock().instant());
            return new Pages(variants.get(number), number, access, config, safetyLag(stream))
                    .read(token.map(t -> t.substring(t.indexOf(Pages.TOKEN) + 1)), state);
        } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Answer.StartOver("the position is none that this manifest knows: " + e.getMessage());
        }
    }

    private static int number(String token) {
        return Integer.parseInt(token.substring(0, Math.max(0, token.indexOf(Pages.TOKEN))));
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
        List<StreamModel> variants = manifest.variants(stream.name());
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
