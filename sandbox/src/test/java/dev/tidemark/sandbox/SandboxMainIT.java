package dev.tidemark.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxMainIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(SandboxMain.While whileServing, String... args) {
        return SandboxMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                whileServing);
    }

    private int run(String... args) {
        return run(url -> {}, args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void it_serves_and_says_how_to_reach_it() {
        var answers = new ArrayList<String>();
        int code = run(url -> answers.add(get(url.resolve("/sandbox"))), "salesforce", "--port", "0", "--size", "100");
        assertThat(code).isZero();
        assertThat(out()).contains("http://127.0.0.1:", "client_id=", "curl -s");
        assertThat(answers).singleElement().asString().contains("\"Account\" : 1");
    }

    private static String get(URI url) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void data_of_a_folder_is_loaded_instead_of_generated(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("Account.csv"), "Name\nAlpha\nBeta\n");
        var answers = new ArrayList<String>();
        assertThat(run(
                        url -> answers.add(get(url.resolve("/sandbox"))),
                        "salesforce",
                        "--port",
                        "0",
                        "--data",
                        folder.toString()))
                .isZero();
        assertThat(out()).contains("Loaded 2 rows of Account");
        assertThat(answers).singleElement().asString().contains("\"Account\" : 2", "\"Contact\" : 0");

        Files.writeString(folder.resolve("Contact.csv"), "LastName,AccountId\nWong,Nobody\n");
        assertThat(run("salesforce", "--port", "0", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err())
                .contains("Contact.csv:2: AccountId: no row of Account has the key Nobody")
                .doesNotContain("\tat ");
    }

    @Test
    void wrong_arguments_are_explained() {
        for (List<String> args : List.of(
                List.of("teapot"),
                List.of("salesforce", "--port"),
                List.of("salesforce", "--port", "many"),
                List.of("salesforce", "--size", "-1"),
                List.of("salesforce", "--colour", "red"))) {
            assertThat(run(args.toArray(String[]::new))).as(args.toString()).isEqualTo(2);
        }
        assertThat(err())
                .contains(
                        "there is a sandbox of salesforce",
                        "not of teapot",
                        "--port needs a value",
                        "--port must be a number from 0 to 65535, not many",
                        "--size must be a number from 0 to",
                        "unknown argument --colour");
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("Usage: sandbox API", "sandbox salesforce", "--api-limit N");
        assertThat(run("salesforce", "--help")).isZero();
        assertThat(out()).contains("Usage: sandbox salesforce", "stand-in of the Salesforce API");
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void a_taken_port_is_explained() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(run("salesforce", "--size", "0", "--port", port)).isEqualTo(1);
            assertThat(err()).contains("port " + port + " is taken");
        }
    }
}
