package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client of the real API, written by others, gets along with the sandbox. */
class JsforceIT {
    private static final Path JS = Path.of("src/test/js").toAbsolutePath();

    @Test
    void jsforce_logs_in_reads_and_writes() throws IOException, InterruptedException {
        if (!Files.exists(JS.resolve("node_modules/jsforce"))) {
            run("npm", "ci", "--no-audit", "--no-fund");
        }
        var sandbox = new SalesforceSandbox(Settings.standard().withSize(12_000));
        try (HttpFront front = HttpFront.start(sandbox, 0)) {
            String out = run(
                    "node",
                    "check.js",
                    front.url().toString(),
                    SalesforceSandbox.USERNAME,
                    SalesforceSandbox.PASSWORD + SalesforceSandbox.SECURITY_TOKEN,
                    SalesforceSandbox.CLIENT_ID,
                    SalesforceSandbox.CLIENT_SECRET);
            assertThat(out.lines().filter(line -> line.startsWith("ok "))).hasSize(13);
            assertThat(out).contains("ok logout");
        }
        assertThat(sandbox.log().byKind()).containsKeys("soap", "token", "queryMore", "upsertMany", "describe");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("jsforce", ".log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(JS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException missing) {
            throw new AssertionError(
                    command[0] + " could not be started: this test needs Node.js 20 or newer, with npm, on the path",
                    missing);
        }
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        String out = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as(String.join(" ", List.of(command)) + "\n" + out)
                .isTrue();
        return out;
    }
}
