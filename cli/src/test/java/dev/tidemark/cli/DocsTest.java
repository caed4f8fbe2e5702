package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.workspace.Catalog;
import dev.tidemark.workspace.WorkspaceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says is there. */
class DocsTest {

    static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");
    private static final Pattern COMMAND = Pattern.compile("\\./tidemark ([a-z]+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");
    private static final Set<String> OF_THE_LAUNCHER = Set.of("test", "build", "bench");

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    @Test
    void every_command_of_the_readme_exists() throws IOException {
        Matcher commands = COMMAND.matcher(read("README.md") + read("CONTRIBUTING.md"));
        List<String> missing = new ArrayList<>();
        while (commands.find()) {
            String name = commands.group(1);
            if (!OF_THE_LAUNCHER.contains(name)) {
                StringWriter out = new StringWriter();
                int exit = Tidemark.execute(
                        new String[] {name, "--help"}, new PrintWriter(out), new PrintWriter(out), Map.of());
                if (exit != Exit.OK) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_link_of_the_readme_and_the_architecture_leads_somewhere() throws IOException {
        for (String file : List.of("README.md", "ARCHITECTURE.md")) {
            Matcher links = LINK.matcher(read(file));
            while (links.find()) {
                String target = links.group(1);
                if (!target.startsWith("http")) {
                    assertThat(ROOT.resolve(target)).exists();
                }
            }
        }
    }

    @Test
    void the_readmes_workspace_file_has_no_problem() throws IOException {
        Matcher yaml = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(read("README.md"));
        assertThat(yaml.find()).isTrue();
        var loaded = WorkspaceFiles.parse(
                "README.md", yaml.group(1), Catalog.of(List.of(new SalesforceConnector(), new PostgresConnector())));
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void every_package_of_the_engine_is_in_the_architecture() throws IOException {
        String page = read("ARCHITECTURE.md");
        try (var folders = Files.list(ROOT.resolve("engine/src/main/java/dev/tidemark"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                assertThat(page).contains("| `" + folder.getFileName() + "` |");
            }
        }
    }
}
