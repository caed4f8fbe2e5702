package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell a person at a shell to type. */
class DocsIT {

    @TempDir
    Path folder;

    private static boolean hasCurl() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(part -> Files.isExecutable(Path.of(part, "curl")));
    }

    @Test
    void the_shell_session_of_the_sandbox_works_as_it_is_told() throws IOException, InterruptedException {
        Assumptions.assumeTrue(hasCurl(), "no curl here");
        String page = Files.readString(Docs.ROOT.resolve("docs/sandbox.md"));
        String typed = Pattern.compile("(?ms)^```sh\n(.*?)^```$")
                .matcher(page)
                .results()
                .map((MatchResult m) -> m.group(1))
                .filter(snippet -> !snippet.startsWith("./tidemark")) // parsed by DocsTest
                .collect(Collectors.joining("\n"));
        try (HttpFront front =
                HttpFront.start(new SalesforceSandbox(Settings.standard().withSize(300)), 0)) {
            String session = typed.replace("http://127.0.0.1:8189", front.url().toString());
            assertThat(session).isNotEqualTo(typed);
            Path script =
                    Files.writeString(folder.resolve("session.sh"), session.replace("curl -s", "curl -sS --fail"));
            Path said = folder.resolve("said");
            Process shell = new ProcessBuilder("sh", "-eu", script.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            int exit = shell.waitFor();
            String answer = Files.readString(said, StandardCharsets.UTF_8);
            assertThat(exit).as(answer).isZero();
            assertThat(answer)
                    .contains("\"totalSize\"")
                    .contains("\"Contacts\"")
                    .contains("\"ok\" : true");
        }
    }

    @Test
    void the_guide_to_manifests_works_as_it_is_told() throws IOException {
        String page = Files.readString(Docs.ROOT.resolve("docs/writing-a-manifest.md"));
        List<MatchResult> snippets = Pattern.compile("(?ms)^```(sh|yaml)\n(.*?)^```$")
                .matcher(page)
                .results()
                .toList();
        int given = 0;
        try (ShopApi shop = new ShopApi(230, 3)) {
            for (MatchResult snippet : snippets) {
                if (snippet.group(1).equals("sh")) {
                    for (String command : snippet.group(2).lines().toList()) {
                        given++;
                        String said = give(command);
                        if (command.contains("connector test")) {
                            assertThat(page).contains("```text\n" + said.replace(System.lineSeparator(), "\n") + "```");
                        }
                        aimAt(shop);
                    }
                } else if (snippet.group(2).startsWith("version:")) {
                    Files.writeString(folder.resolve("small.yaml"), snippet.group(2));
                    give("./tidemark connector check small.yaml --config shop.config.json");
                    assertThat(give("./tidemark connector read small.yaml --config shop.config.json --stream"
                                    + " customers"))
                            .hasLineCount(230);
                }
            }
        }
        assertThat(given).isGreaterThan(6);
    }

    @Test
    void the_manifest_of_another_is_added_as_it_is_told() throws IOException {
        String page = Files.readString(Docs.ROOT.resolve("docs/connectors/your-own.md"));
        assertThat(page).contains("./tidemark connector add shop.yaml\n./tidemark connector list\n");
        give("./tidemark connector new shop");
        assertThat(give("./tidemark connector add shop.yaml")).contains("'connector: shop'");
        assertThat(give("./tidemark connector list")).contains("added: source, licence unknown");
    }

    /** The config that was just written names the shop of the page. */
    private void aimAt(ShopApi shop) throws IOException {
        Path config = folder.resolve("shop.config.json");
        Files.writeString(config, Files.readString(config).replace("https://api.example.com/v1", shop.url()));
    }

    private String give(String command) {
        String[] words = command.replaceFirst("^\\./tidemark ", "").split(" +");
        Outcome given = Outcome.of(folder, Map.of("SHOP_API_KEY", ShopApi.KEY), words);
        assertThat(given.exit()).as(command + "\n" + given).isZero();
        return given.out();
    }
}
