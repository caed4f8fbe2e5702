package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tidemark.connector.Connector;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import dev.tidemark.workspace.Catalog;
import dev.tidemark.workspace.ConnectorFiles;
import dev.tidemark.workspace.WorkspaceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages for people say is so. */
class DocsTest {

    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```([^\n]*)\n(.*?)^```$");
    /** In a code span, or a line of its own in a snippet or an indented block. */
    private static final Pattern COMMAND =
            Pattern.compile("`(?:\\./)?tidemark ([^`]+)`|(?m)^(?: {4})?\\./tidemark +(.+)$");

    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");
    private static final Pattern IN_MESSAGE = Pattern.compile("'tidemark ([a-z]+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");
    private static final Pattern CODE_OF_ERROR =
            Pattern.compile("`((?:source|destination|secret|settings|model|sync|store)\\.[a-z_]+)`");
    private static final Set<String> OF_THE_LAUNCHER = Set.of("test", "build", "bench");
    private static final String BEGINNING = """
            workspace: acme
            sources:
              salesforce: { connector: salesforce, client_id: a, client_secret: "${env:SF}" }
            """;

    /** All pages but the decisions, which are of their day. */
    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(Docs.ROOT);
                Stream<Path> docs = Files.walk(Docs.ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith(Docs.ROOT.resolve("docs/decisions")))
                    .sorted()
                    .toList();
        }
    }

    private static List<MatchResult> snippets(Path page) throws IOException {
        return SNIPPET.matcher(Files.readString(page)).results().toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Docs.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/"))
                    .toList();
        }
    }

    private static boolean succeeds(List<String> words) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Tidemark.execute(words.toArray(String[]::new), nowhere, nowhere, Map.of()) == Exit.OK;
    }

    private static String help(String... words) {
        StringWriter out = new StringWriter();
        int exit = Tidemark.execute(words, new PrintWriter(out), new PrintWriter(out), Map.of());
        return exit == Exit.OK ? out.toString() : "";
    }

    @Test
    void every_snippet_says_what_it_is() throws IOException {
        for (Path page : pages()) {
            for (MatchResult snippet : snippets(page)) {
                assertThat(snippet.group(1)).as(page.toString()).isIn("yaml", "java", "sh", "text");
            }
        }
    }

    /** Files that a page's workspace names are manifests like that of {@code tidemark connector new}. */
    private static final ConnectorFiles MANIFESTS = new ConnectorFiles() {
        @Override
        public Connector open(Path file) throws Unusable {
            try {
                return ManifestSource.of("shop", ConnectorNew.template(), Clock.systemUTC());
            } catch (IOException | BadManifest e) {
                throw new Unusable(List.of(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public Optional<Connector> find(Path folder, String name) throws Unusable {
            return name.equals("shop") ? Optional.of(open(folder)) : Optional.empty();
        }
    };

    @Test
    void every_manifest_runs() throws IOException {
        int told = 0;
        for (Path page : pages()) {
            for (MatchResult snippet : snippets(page)) {
                if (isManifest(snippet)) {
                    told++;
                    assertThatCode(() -> ManifestSource.of("told", snippet.group(2), Clock.systemUTC()))
                            .as(page.toString())
                            .doesNotThrowAnyException();
                }
            }
        }
        assertThat(told).isPositive();
    }

    private static boolean isManifest(MatchResult snippet) {
        return snippet.group(1).equals("yaml") && snippet.group(2).startsWith("version:");
    }

    @Test
    void every_workspace_file_is_right() throws IOException {
        Catalog catalog = Catalog.of(Home.builtIn(), MANIFESTS);
        List<String> files = new ArrayList<>(List.of(Files.readString(Docs.ROOT.resolve("examples/acme.yaml"))));
        for (Path page : pages()) {
            snippets(page).stream()
                    .filter(s -> s.group(1).equals("yaml") && !isManifest(s))
                    .map(s -> s.group(2))
                    .forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(5);
        for (String file : files) {
            String whole = file.startsWith("sources:") ? "workspace: acme\n" + file : file;
            whole = whole.contains("workspace:") ? whole : BEGINNING + whole;
            assertThat(WorkspaceFiles.parse("snippet", whole, catalog).problems())
                    .as(whole)
                    .isEmpty();
        }
    }

    @Test
    void every_java_snippet_is_a_file_that_is_compiled() throws IOException {
        String example = Files.readString(
                Docs.ROOT.resolve("connectors/src/test/java/dev/tidemark/connectors/example/HarbourTides.java"));
        for (Path page : pages()) {
            for (MatchResult snippet : snippets(page)) {
                if (snippet.group(1).equals("java")) {
                    assertThat(example).isEqualTo(snippet.group(2));
                }
            }
        }
    }

    @Test
    void every_command_that_is_told_can_be_given() throws IOException {
        Set<String> wrong = new TreeSet<>();
        int told = 0;
        for (Path page : pages()) {
            Matcher commands = COMMAND.matcher(Files.readString(page));
            while (commands.find()) {
                String command = commands.group(1) == null ? commands.group(2) : commands.group(1);
                List<String> words = words(command);
                if (Character.isLowerCase(words.getFirst().charAt(0)) && !OF_THE_LAUNCHER.contains(words.getFirst())) {
                    told++;
                    words.add("--help");
                    if (!succeeds(words)) {
                        wrong.add(Docs.ROOT.relativize(page) + ": " + command);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(told).isGreaterThan(15);
    }

    /** As a shell splits them; what stands behind two blanks or a # is said about it, and what is sent to a file is not. */
    private static List<String> words(String command) {
        String line = command.split(" {2,}| #| > ", 2)[0];
        List<String> words = new ArrayList<>();
        WORD.matcher(line)
                .results()
                .map(w -> w.group().replaceAll("^['\"]|['\"]$", ""))
                .forEach(words::add);
        return words;
    }

    @Test
    void every_command_that_a_message_names_exists() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path source : sources()) {
            IN_MESSAGE.matcher(Files.readString(source)).results().forEach(m -> named.add(m.group(1)));
        }
        named.removeAll(OF_THE_LAUNCHER);
        assertThat(named).contains("check");
        assertThat(named).allSatisfy(name -> assertThat(help(name, "--help")).isNotEmpty());
    }

    @Test
    void the_page_of_the_command_line_has_every_command_and_exit_code() throws IOException {
        String page = Files.readString(Docs.ROOT.resolve("docs/cli.md"));
        Set<String> there = new TreeSet<>();
        Matcher listed =
                Pattern.compile("(?m)^  ([a-z]+)  ").matcher(help("--help").split("Commands:", 2)[1]);
        while (listed.find()) {
            there.add(listed.group(1));
        }
        assertThat(there).contains("run", "status");
        Set<String> told = new TreeSet<>();
        Matcher rows = Pattern.compile("(?m)^\\| (`.*?) \\|").matcher(page);
        while (rows.find()) {
            Pattern.compile("`([a-z]+)").matcher(rows.group(1)).results().forEach(m -> told.add(m.group(1)));
        }
        assertThat(told).isEqualTo(there);
        assertThat(Pattern.compile("(?m)^\\| (\\d+) \\|")
                        .matcher(page)
                        .results()
                        .map(m -> Integer.valueOf(m.group(1))))
                .containsExactly(Exit.OK, Exit.FAILED, Exit.USAGE, Exit.REJECTED, Exit.STORE, Exit.INTERRUPTED);
    }

    @Test
    void every_error_code_that_is_told_can_occur() throws IOException {
        StringBuilder code = new StringBuilder();
        for (Path source : sources()) {
            code.append(Files.readString(source));
        }
        for (Path page : pages()) {
            Matcher told = CODE_OF_ERROR.matcher(Files.readString(page));
            while (told.find()) {
                assertThat(code).as(page.toString()).contains('"' + told.group(1) + '"');
            }
        }
    }

    @Test
    void every_link_leads_somewhere() throws IOException {
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                String target = links.group(1);
                if (!target.startsWith("http")) {
                    assertThat(page.resolveSibling(target)).exists();
                }
            }
        }
    }

    @Test
    void every_package_of_the_engine_and_every_module_is_in_the_architecture() throws IOException {
        String page = Files.readString(Docs.ROOT.resolve("ARCHITECTURE.md"));
        try (Stream<Path> folders = Files.list(Docs.ROOT.resolve("engine/src/main/java/dev/tidemark"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                assertThat(page).contains("| `" + folder.getFileName() + "` |");
            }
        }
        Matcher modules =
                Pattern.compile("<module>(.+?)</module>").matcher(Files.readString(Docs.ROOT.resolve("pom.xml")));
        while (modules.find()) {
            assertThat(page).contains("| `" + modules.group(1) + "` |");
        }
    }
}
