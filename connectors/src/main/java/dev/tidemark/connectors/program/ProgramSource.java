package dev.tidemark.connectors.program;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Lateness;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.OwnLoop;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Any Singer tap, or any source program that speaks the Airbyte protocol. */
public final class ProgramSource implements SourceConnector, OwnLoop {

    /** How workspace files name it where they do not name the program itself. */
    public static final String NAME = "program";

    private static final int MOST_CATALOGS = 32;

    private final Feed.Bounds bounds;

    /** What programs offered lately, so that not every start asks again. */
    private final Map<Program, List<Offered>> catalogs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Program, List<Offered>> eldest) {
            return size() > MOST_CATALOGS;
        }
    };

    public ProgramSource() {
        this(Feed.Bounds.USUAL);
    }

    ProgramSource(Feed.Bounds bounds) {
        this.bounds = bounds;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                NAME,
                "A Singer tap, or a source that speaks the Airbyte protocol",
                List.of(
                        Setting.required("command", Setting.Kind.TEXT, "The program and its arguments"),
                        Setting.choice(
                                "protocol", Singer.NAME, Set.of(Singer.NAME, Airbyte.NAME), "What the program speaks"),
                        Setting.optional(
                                "environment", Setting.Kind.TEXT, "Variables that it is given besides the usual ones"),
                        Setting.optional("config", Setting.Kind.TEXT, "The program's own settings, as JSON")),
                List.of(),
                Duration.ZERO);
    }

    @Override
    public Check check(Access access) {
        List<Finding> findings = new ArrayList<>();
        try {
            Program program = Program.of(access);
            Optional<JsonNode> spec = Asked.spec(program);
            spec.ifPresent(described -> program.config()
                    .bare(described)
                    .forEach(path -> findings.add(Finding.wrong(
                            "secrets",
                            program.name() + " calls '" + path + "' a secret, and its value stands in the file",
                            "Write ${env:NAME} or ${file:/path}, and change the value if the file was ever shared"))));
            Optional<Message.Verdict> verdict = Asked.check(program);
            verdict.ifPresent(told -> findings.add(
                    told.ok()
                            ? Finding.ok("check", program.name() + " is let in")
                            : Finding.wrong(
                                    "check",
                                    program.config().discreet(program.name() + " says: " + told.text()),
                                    "Check the settings under 'config:'")));
            if (verdict.map(Message.Verdict::ok).orElse(true)) {
                findings.add(Finding.ok("discover", discovered(program).size() + " streams"));
            }
            findings.add(Finding.ok(
                    "quota",
                    "not enforced: " + program.name() + " asks the API by itself; nor does it tell what was deleted"));
        } catch (ConnectorException e) {
            findings.add(Finding.wrong("program", e.code() + ": " + e.getMessage(), e.whatToDo()));
        }
        return new Check(findings);
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return discovered(Program.of(access)).stream().map(Offered::stream).toList();
    }

    /** {@inheritDoc} Nobody sees whether a program said everything. */
    @Override
    public boolean readsAll(StreamSpec stream) {
        return false;
    }

    /** {@inheritDoc} Nobody sees what a program asked for. */
    @Override
    public Optional<Lateness> lateness(StreamSpec stream) {
        return Optional.empty();
    }

    private List<Offered> discovered(Program program) {
        List<Offered> offered = Asked.discover(program);
        synchronized (catalogs) {
            catalogs.put(program, offered);
        }
        return offered;
    }

    private Offered offered(Program program, String stream) {
        List<Offered> known;
        synchronized (catalogs) {
            known = catalogs.getOrDefault(program, List.of());
        }
        return find(known, stream)
                .or(() -> find(discovered(program), stream))
                .orElseThrow(() -> new ConnectorException(
                        "source.unknown_stream",
                        program.name() + " has no stream " + stream,
                        "'tidemark discover' lists its streams"));
    }

    private static Optional<Offered> find(List<Offered> offered, String stream) {
        return offered.stream().filter(o -> o.stream().name().equals(stream)).findFirst();
    }

    @Override
    public Session open(Access access) {
        return new ProgramSession(access, this::offered, bounds);
    }

    /** One page of a program that is started for it; whoever reads on opens a session. */
    @Override
    public Answer read(Access access, PageRequest request) {
        try (Session session = open(access)) {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    return session.read(request);
                } catch (NotNow e) {
                    // The program has not said anything yet.
                }
            }
            return new Answer.Retry("the program was stopped");
        }
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        if (!page.format().equals(ProgramSession.FORMAT)) {
            throw new BadPage("a page in the format " + page.format());
        }
        Shape.at("records").of(stream).read(page.body(), sink);
    }
}
