package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Connector;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose connector is a file: a file here is one line, its setting's name. */
class ConnectorFilesTest {

    @TempDir
    Path folder;

    private final List<Path> opened = new ArrayList<>();
    private final Catalog catalog = Catalog.of(List.of(new Lines("builtin", "key")), this::open);

    private Connector open(Path file) throws ConnectorFiles.Unusable {
        opened.add(file);
        try {
            String line = Files.readString(file).strip();
            if (line.contains(" ")) {
                throw new ConnectorFiles.Unusable(List.of("the first reason", "the second reason"));
            }
            return new Lines("lines-" + line.replaceAll("[^a-z0-9]", "-"), line);
        } catch (IOException e) {
            throw new ConnectorFiles.Unusable(List.of("it is not there"));
        }
    }

    /** A connector with one required setting and nothing to read. */
    private record Lines(String name, String setting) implements SourceConnector {
        @Override
        public ConnectorSpec spec() {
            return new ConnectorSpec(
                    name,
                    name,
                    List.of(Setting.required(setting, Setting.Kind.TEXT, "The only one")),
                    List.of(),
                    Duration.ZERO);
        }

        @Override
        public Check check(Access access) {
            return new Check(List.of());
        }

        @Override
        public List<StreamSpec> discover(Access access) {
            return List.of();
        }

        @Override
        public Answer read(Access access, PageRequest request) {
            return new Answer.Retry("there is nothing");
        }

        @Override
        public void records(StreamSpec stream, RawPage page, RecordSink sink) {}
    }

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("connectors"));
        Files.writeString(folder.resolve("connectors/shop.yaml"), "token_name");
    }

    private Path workspace(String connector, String setting) throws IOException {
        return Files.writeString(folder.resolve("acme.yaml"), """
                workspace: acme
                sources:
                  shop: { connector: %s, %s: value }
                syncs:
                  orders: { from: shop.orders }
                """.formatted(connector, setting));
    }

    private WorkspaceFiles.Loaded load(Path file) {
        return WorkspaceFiles.load(List.of(file), catalog);
    }

    @Test
    void a_path_begins_at_the_folder_of_the_file_and_its_connector_says_which_settings_there_are() throws IOException {
        WorkspaceFiles.Loaded loaded = load(workspace("./connectors/shop.yaml", "token_name"));

        assertThat(loaded.problems()).isEmpty();
        assertThat(opened)
                .containsExactly(folder.resolve("connectors/shop.yaml").toAbsolutePath());
        Account shop = loaded.files().getFirst().workspace().account("shop");
        assertThat(shop.connector()).isEqualTo("lines-token-name");
        assertThat(shop.settings().get("token_name")).isEqualTo("value");
        assertThat(load(workspace("./connectors/shop.yaml", "other")).problems())
                .anySatisfy(p -> assertThat(p.toString()).contains("token_name"));
    }

    @Test
    void a_nested_setting_is_written_with_dots() throws IOException {
        Files.writeString(folder.resolve("connectors/shop.yaml"), "credentials.token_name");
        WorkspaceFiles.Loaded loaded = load(workspace("connectors/shop.yaml", "credentials.token_name"));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.files()
                        .getFirst()
                        .workspace()
                        .account("shop")
                        .settings()
                        .get("credentials.token_name"))
                .isEqualTo("value");
    }

    @Test
    void every_reason_why_a_file_is_no_connector_is_told_at_its_place() throws IOException {
        Files.writeString(folder.resolve("connectors/shop.yaml"), "not a word");
        assertThat(load(workspace("./connectors/shop.yaml", "key")).problems())
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.line()).isEqualTo(3))
                .anySatisfy(p -> assertThat(p.message()).contains("the second reason"));
    }

    @Test
    void a_setting_whose_name_the_file_uses_itself_is_refused() throws IOException {
        Files.writeString(folder.resolve("connectors/shop.yaml"), "quota");
        assertThat(load(workspace("./connectors/shop.yaml", "quota")).problems())
                .anySatisfy(p -> assertThat(p.message())
                        .contains("no connector that runs")
                        .contains("quota"));
    }

    @Test
    void another_content_is_another_workspace() throws IOException {
        Path file = workspace("connectors/shop.yaml", "token_name");
        String before = load(file).files().getFirst().hash();
        assertThat(load(file).files().getFirst().hash()).isEqualTo(before);

        Files.writeString(folder.resolve("connectors/shop.yaml"), "token_name2");
        assertThat(load(workspace("connectors/shop.yaml", "token_name2"))
                        .files()
                        .getFirst()
                        .hash())
                .isNotEqualTo(before);
    }

    @Test
    void a_saved_change_of_the_connector_alone_is_seen() throws IOException {
        WorkspaceWatcher watcher = new WorkspaceWatcher(
                List.of(workspace("connectors/shop.yaml", "token")),
                catalog,
                InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(watcher.poll().problems()).isNotEmpty();

        Files.writeString(folder.resolve("connectors/shop.yaml"), "token");
        assertThat(watcher.poll().changed()).hasSize(1);

        Files.writeString(folder.resolve("connectors/shop.yaml"), "not a word");
        assertThat(watcher.poll().problems()).isNotEmpty();
        assertThat(watcher.good()).hasSize(1);
    }
}
