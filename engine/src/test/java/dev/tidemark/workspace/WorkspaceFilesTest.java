package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.secret.SecretReader;
import dev.tidemark.workspace.WorkspaceFiles.Loaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceFilesTest {

    private static final String ACME = """
        workspace: acme
        sources:
          s: { connector: statuspage }
        syncs:
          incidents: { from: s.incidents, every: 1h }
        """;

    @TempDir
    Path folder;

    @Test
    void a_folder_is_all_its_files_that_are_not_hidden() throws IOException {
        write("a.yaml", ACME);
        write("b.yml", "workspace: b");
        write(".c.yaml", "workspace: c");
        write("d.txt", "workspace: d");
        write("sub/e.yaml", "workspace: e");
        Loaded loaded = WorkspaceFiles.load(List.of(folder, folder.resolve("a.yaml")), Catalogs.STANDARD);
        assertThat(loaded.problems()).isEmpty();
        assertThat(names(loaded)).containsExactly("acme", "b");
    }

    @Test
    void problems_of_all_files_are_told_together() throws IOException {
        write("a.yaml", "workspace: A");
        write("b.yaml", ACME);
        write("c.yaml", "sources:");
        Files.write(folder.resolve("d.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path none = folder.resolve("none.yaml");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Loaded loaded = WorkspaceFiles.load(List.of(folder, none, empty), Catalogs.STANDARD);
        assertThat(names(loaded)).containsExactly("acme");
        assertThat(loaded.problems().stream().map(Problem::message))
                .containsExactlyInAnyOrder(
                        "'A' cannot be a name",
                        "'the file' has no 'workspace'",
                        "the file is not UTF-8 text",
                        "the file does not exist",
                        "the folder holds no workspace file");
    }

    @Test
    void two_files_cannot_be_one_workspace() throws IOException {
        write("a.yaml", ACME);
        write("b.yaml", "# another\nworkspace: acme");
        Loaded loaded = WorkspaceFiles.load(List.of(folder), Catalogs.STANDARD);
        assertThat(loaded.problems().getFirst().toString())
                .isEqualTo(folder.resolve("b.yaml") + ":2:12: there is a workspace 'acme' in "
                        + folder.resolve("a.yaml") + " already");
        assertThat(names(loaded)).containsExactly("acme");
    }

    @Test
    void two_workspaces_cannot_show_their_layouts_in_one_schema() throws IOException {
        String text = """
            workspace: %s
            sources:
              desk: { connector: desk, layout: dbt, layout_schema: shown }
            syncs:
              tickets: { from: desk.tickets }
            """;
        write("a.yaml", text.formatted("acme"));
        write("b.yaml", text.formatted("other"));
        Loaded loaded = WorkspaceFiles.load(List.of(folder), Catalogs.STANDARD);
        assertThat(loaded.problems().getFirst().message())
                .isEqualTo("the layout of 'desk' would stand in 'shown', and so does that of 'desk' in "
                        + folder.resolve("a.yaml"));
        assertThat(names(loaded)).containsExactly("acme");
    }

    @Test
    void two_workspaces_cannot_keep_one_table() throws IOException {
        write("a.yaml", ACME);
        write("b.yaml", ACME.replace("acme", "other") + "destinations:\n  db: { connector: embedded, schema: acme }\n");
        Loaded loaded = WorkspaceFiles.load(List.of(folder), Catalogs.STANDARD);
        assertThat(loaded.problems().getFirst().message())
                .isEqualTo("the table acme.incidents is kept by 'incidents' in " + folder.resolve("a.yaml"));
    }

    @Test
    void the_hash_is_of_what_a_file_says_and_not_of_how() {
        String hash = hash(ACME);
        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(hash("""
            # written another way
            syncs:
                "incidents":
                    every: "1h"
                    from: 's.incidents'
            sources: {s: {connector: statuspage}}
            workspace: acme
            """)).isEqualTo(hash);
        assertThat(hash(ACME.replace("1h", "2h"))).isNotEqualTo(hash);
        assertThat(hash(ACME.replace("incidents:", "incident:"))).isNotEqualTo(hash);
        assertThat(hash(ACME + "destinations:\n")).isNotEqualTo(hash);
    }

    @Test
    void missing_secrets_are_told_with_their_places() throws IOException {
        Path token = write("token", "refresh-me\n");
        WorkspaceFile file = WorkspaceFiles.parse("x.yaml", """
            workspace: acme
            sources:
              salesforce:
                connector: salesforce
                client_id: a
                client_secret: ${env:NOT_SET}
                refresh_token: ${file:%s}
            destinations:
              db:
                connector: postgres
                password: ${file:%s/none}
            """.formatted(token, folder), Catalogs.STANDARD)
                .files()
                .getFirst();
        SecretReader nothing = new SecretReader(Map.<String, String>of()::get);
        assertThat(file.missingSecrets(nothing).stream().map(Problem::toString))
                .containsExactly(
                        "x.yaml:6:20: the environment variable NOT_SET is not set",
                        "x.yaml:11:15: the secret's file " + folder + "/none does not exist");
        assertThat(file.missingSecrets(nothing).getFirst().excerpt()).isEqualTo("    client_secret: ${env:NOT_SET}");
        SecretReader set = new SecretReader(Map.of("NOT_SET", "x")::get);
        assertThat(file.missingSecrets(set)).hasSize(1);
    }

    @Test
    void a_problem_found_later_is_told_at_the_place_it_comes_from() {
        WorkspaceFile file =
                WorkspaceFiles.parse("x.yaml", ACME, Catalogs.STANDARD).files().getFirst();
        assertThat(file.problemAt(List.of("syncs", "incidents", "from"), "there is no stream 'incidents'", "Name one")
                        .show())
                .isEqualTo("""
                    x.yaml:5:22: there is no stream 'incidents'
                      5 |   incidents: { from: s.incidents, every: 1h }
                        |                      ^
                      Name one
                    """);
        assertThat(file.problemAt(List.of("syncs", "incidents", "to"), "m", "h").toString())
                .isEqualTo("x.yaml:5:3: m");
        assertThat(file.problemAt(List.of(), "m", "h").toString()).isEqualTo("x.yaml:1:1: m");
    }

    private Path write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(Loaded loaded) {
        return loaded.files().stream().map(file -> file.workspace().name()).toList();
    }

    private static String hash(String text) {
        return WorkspaceFiles.parse("x.yaml", text, Catalogs.STANDARD)
                .files()
                .getFirst()
                .hash();
    }
}
