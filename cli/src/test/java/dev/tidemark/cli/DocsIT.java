package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of the sandbox tells a person at a shell to type. */
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
}
