package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Connector;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.engine.Connectors;
import dev.tidemark.workspace.Catalog;
import dev.tidemark.workspace.WorkspaceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connectors in jars, which see the API and nothing else of this program. */
class JarConnectorsTest {

    private static final Map<String, String> SERVES_SPY = Map.of(Connector.class.getName(), "acme.Spy\n");

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private Connectors connectors = new Connectors(Home.builtIn());
    private FoundConnectors found = new FoundConnectors(connectors, InstantSource.system(), Optional.empty());

    @BeforeEach
    void begin() {
        connectors = new Connectors(Home.builtIn());
        found = new FoundConnectors(connectors, InstantSource.system(), Optional.empty());
    }

    private Path spy(String jar, String name, String... looked) throws IOException {
        return new JarMaker(work).make(folder.resolve(jar), JarMaker.spy(name, List.of(looked)), SERVES_SPY);
    }

    private List<String> problems(String connector) {
        return WorkspaceFiles.parse(
                        folder.resolve("acme.yaml").toString(),
                        "workspace: acme\nsources:\n  spy: { connector: " + connector + " }\n",
                        Catalog.of(connectors.all(), found))
                .problems()
                .stream()
                .map(p -> p.message() + " | " + p.hint())
                .toList();
    }

    private String list() {
        StringWriter out = new StringWriter();
        int exit = Tidemark.execute(
                new String[] {"connector", "list"},
                new Terminal(new PrintWriter(out), new PrintWriter(out), Map.of(), folder, false));
        assertThat(exit).isZero();
        return out.toString();
    }

    @Test
    void a_jar_sees_the_api_and_the_jdk_and_none_of_our_libraries() throws Exception {
        spy(
                "connectors/spy.jar",
                "spy",
                "dev.tidemark.connector.Access",
                "java.sql.Connection",
                "org.jspecify.annotations.Nullable",
                "dev.tidemark.engine.Engine",
                "dev.tidemark.cli.Tidemark",
                "dev.tidemark.connectors.json.JsonRecords",
                "tools.jackson.databind.ObjectMapper",
                "org.slf4j.Logger",
                "org.postgresql.Driver",
                "org.junit.jupiter.api.Test");

        SourceConnector spy = (SourceConnector) found.find(folder, "spy").orElseThrow();

        assertThat(spy.discover(Nowhere.ACCESS))
                .extracting(StreamSpec::name)
                .containsExactly(
                        "dev.tidemark.connector.Access", "java.sql.Connection", "org.jspecify.annotations.Nullable");
        assertThat(problems("spy")).isEmpty();
        assertThat(list()).containsPattern("spy +jar: source +ok");
    }

    @Test
    void a_class_that_is_missing_while_it_runs_is_told_in_words() throws Exception {
        spy("connectors/spy.jar", "spy");
        SourceConnector spy = (SourceConnector) found.find(folder, "spy").orElseThrow();
        PageRequest request = PageRequest.first(
                StreamSpec.of(
                        "a",
                        List.of(dev.tidemark.connector.Field.of("id", dev.tidemark.connector.FieldType.TEXT)),
                        "id",
                        StreamSpec.CursorKind.NONE),
                new Reading.Everything());
        assertThatThrownBy(() -> spy.read(Nowhere.ACCESS, request))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("connector.broken_jar"))
                .hasMessageContaining("spy.jar cannot go on: it lacks the class acme/Missing");
    }

    @Test
    void another_content_is_another_connector() throws Exception {
        Path jar = spy("connectors/spy.jar", "spy");
        Connector one = found.find(folder, "spy").orElseThrow();
        assertThat(found.find(folder, "spy")).containsSame(one);

        Files.delete(jar);
        spy("connectors/spy.jar", "spy", "java.lang.String");
        begin();
        Connector other = found.find(folder, "spy").orElseThrow();

        assertThat(other.spec().name())
                .startsWith("spy-")
                .isNotEqualTo(one.spec().name());
        assertThat(((SourceConnector) one).discover(Nowhere.ACCESS)).isEmpty(); // what runs goes on as it was
    }

    @Test
    void names_that_clash_are_refused_with_both_places() throws IOException {
        spy("connectors/a.jar", "spy");
        spy("connectors/b.jar", "spy");
        spy("connectors/c.jar", "salesforce");

        assertThat(problems("spy"))
                .singleElement()
                .asString()
                .contains("several are called so")
                .contains("a.jar")
                .contains("b.jar");
        assertThat(problems("salesforce"))
                .anySatisfy(p ->
                        assertThat(p).contains("'salesforce' is built in, and another connector of this name lies in"));
        assertThat(list())
                .containsPattern("spy +jar: source +ok")
                .containsPattern("spy +jar +does not run: its name is also that of connectors/a.jar")
                .containsPattern("salesforce +jar +does not run: its name is also that of one that is built in");
    }

    @Test
    void what_is_broken_says_why() throws IOException {
        Files.createDirectories(folder.resolve("connectors"));
        Files.writeString(folder.resolve("connectors/text.jar"), "no jar at all");
        new JarMaker(work).make(folder.resolve("connectors/mute.jar"), JarMaker.spy("spy", List.of()), Map.of());
        new JarMaker(work)
                .make(
                        folder.resolve("connectors/gone.jar"),
                        Map.of(),
                        Map.of(Connector.class.getName(), "acme.Nobody\n"));
        String mute = JarMaker.spy("spy", List.of()).values().iterator().next().replace("\"spy\"", "null");
        new JarMaker(work).make(folder.resolve("connectors/silent.jar"), Map.of("acme.Spy", mute), SERVES_SPY);

        assertThat(list())
                .containsPattern("\\./connectors/text.jar +jar +does not run: it is no jar that can be read")
                .containsPattern("\\./connectors/mute.jar +jar +does not run: it names no connector")
                .containsPattern("\\./connectors/gone.jar +jar +does not run: .*acme.Nobody")
                .containsPattern("\\./connectors/silent.jar +jar +does not run: acme.Spy does not say what it is");
        assertThat(problems("spy"))
                .singleElement()
                .asString()
                .contains("there is none of this name, and ")
                .contains("text.jar does not run");
    }

    @Test
    void a_folder_of_jars_can_be_named() throws Exception {
        spy("elsewhere/spy.jar", "spy");
        assertThat(problems("spy")).isNotEmpty();
        found = new FoundConnectors(connectors, InstantSource.system(), Optional.of(folder.resolve("elsewhere")));
        assertThat(problems("spy")).isEmpty();
    }
}
