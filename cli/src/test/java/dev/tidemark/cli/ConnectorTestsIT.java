package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests of a connector that need its API once. */
class ConnectorTestsIT extends ShopManifest {

    private void record(String stream, String... more) {
        Outcome read = run(Stream.concat(
                        Stream.of("connector", "read", "shop.yaml", "--config", "shop.config.json"),
                        Stream.concat(
                                Stream.of("--stream", stream, "--record", "tests/" + stream + ".jsonl"),
                                Stream.of(more)))
                .toArray(String[]::new));
        assertThat(read.exit()).as(read.toString()).isZero();
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private static final String NOW = "2026-01-31T12:00:00Z";

    @Test
    void what_was_recorded_passes_without_network_or_secret_and_holds_the_contract() throws IOException {
        record("customers", "--now", NOW);
        record("orders", "--now", NOW, "--state-out", "state.json");
        record("order_items", "--now", NOW);
        shop.order(3, 1, "2025-04-01T00:00:00Z");
        Files.move(folder.resolve("tests/orders.jsonl"), folder.resolve("tests/all.jsonl"));
        Files.move(folder.resolve("tests/orders.records.jsonl"), folder.resolve("tests/all.records.jsonl"));
        Files.move(folder.resolve("tests/orders.state.json"), folder.resolve("tests/all.state.json"));
        record("orders", "--now", NOW, "--state", "state.json");
        shop.close();
        environment = Map.of();

        Outcome tested = run("connector", "test", "tests");

        assertThat(tested.exit()).as(tested.toString()).isZero();
        assertThat(tested.out())
                .contains("✓ tests/customers.jsonl: customers")
                .contains("✓ tests/order_items.jsonl: order_items")
                .contains("✓ a page read twice is the same page")
                .contains("✓ a page that was cut is never taken for a whole one")
                .contains("✓ a fault of the network or the API is got over, in the place of any request")
                .contains("✓ an allowance that is used up is waited for, before any request")
                .contains("✓ a crash between any two requests loses nothing")
                .contains("✓ secrets appear in no page, token or message")
                .endsWith("4 of 4 recordings pass" + System.lineSeparator())
                .doesNotContain("✗");
        try (Stream<Path> files = Files.walk(folder.resolve("tests"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).content().doesNotContain(ShopApi.KEY);
            }
        }
        JsonNode json = Json.parse(run("connector", "test", ".", "--json").out());
        assertThat(json.path("passed").asInt()).isEqualTo(4);
        assertThat(json.path("tests").path(0).path("contract")).hasSize(8);
    }

    @Test
    void a_change_that_asks_for_something_else_fails_and_one_that_is_meant_is_accepted() throws IOException {
        record("customers", "--now", NOW);
        change("shop.yaml", "email: { type", "phone: { type");
        assertThat(run("connector", "test", "tests").exit()).isZero(); // the same requests, records and state

        change("tests/customers.records.jsonl", "Customer 7\"", "Customer VII\"");
        Outcome other = run("connector", "test", "tests");
        assertThat(other.exit()).isEqualTo(Exit.FAILED);
        assertThat(other.out())
                .contains("✗ a record is missing: ")
                .contains("Customer VII")
                .contains("✗ a record that is not expected: ")
                .contains("0 of 1 recording passes");
        assertThat(run("connector", "test", "tests", "--accept").exit()).isZero();
        assertThat(run("connector", "test", "tests").exit()).isZero();

        change("shop.yaml", "path: customers", "path: people");
        Outcome path = run("connector", "test", "tests");
        assertThat(path.exit()).isEqualTo(Exit.FAILED);
        assertThat(path.out()).contains("an unexpected request: GET ").contains("/v1/people");
    }

    @Test
    void a_state_that_ends_elsewhere_fails() throws IOException {
        record("orders", "--now", NOW);
        change("tests/orders.state.json", "2025-03-01T00:00:03Z", "2025-03-01T00:00:04Z");
        Outcome state = run("connector", "test", "tests");
        assertThat(state.exit()).isEqualTo(Exit.FAILED);
        assertThat(state.out()).contains("✗ the state is ").contains("2025-03-01T00:00:03Z");
    }

    @Test
    void a_manifest_that_would_lose_records_in_a_sync_is_told_so() throws IOException {
        change("shop.yaml", "http_codes: [404]", "http_codes: [404, 503]");
        record("customers", "--now", NOW);
        Outcome tested = run("connector", "test", "tests");
        assertThat(tested.exit()).isEqualTo(Exit.FAILED);
        assertThat(tested.out())
                .contains(
                        "✗ a fault of the network or the API is got over, in the place of any request: HTTP 503 in the"
                                + " place of request 1 loses records");
    }

    @Test
    void what_a_sync_would_reject_is_told() throws IOException {
        change("shop.yaml", "name: { type: [string,", "name: { type: [integer,");
        record("customers", "--now", NOW);
        assertThat(run("connector", "test", "tests").out())
                .contains("a sync would reject a record: name is Customer 1, not a whole number");
    }

    @Test
    void what_was_read_in_part_is_compared_and_no_more() {
        record("customers", "--now", NOW, "--max-records", "5");
        Outcome part = run("connector", "test", "tests");
        assertThat(part.exit()).as(part.toString()).isZero();
        assertThat(part.out()).contains("read in part").doesNotContain("crash");
    }

    @Test
    void what_cannot_be_repeated_is_no_test() throws IOException {
        record("customers");
        Outcome moving = run("connector", "test", "tests");
        assertThat(moving.exit()).isEqualTo(Exit.FAILED);
        assertThat(moving.out()).contains("recorded without --now");

        record("customers", "--now", NOW);
        Files.delete(folder.resolve("tests/customers.records.jsonl"));
        assertThat(run("connector", "test", "tests").out()).contains("--accept writes customers.records.jsonl");

        Files.delete(folder.resolve("shop.yaml"));
        assertThat(run("connector", "test", "tests").out()).contains("the file does not exist");
    }

    @Test
    void a_folder_without_recordings_is_a_wrong_command_line() throws IOException {
        Files.createDirectories(folder.resolve("tests"));
        Outcome none = run("connector", "test", "tests", "--json");
        assertThat(none.exit()).isEqualTo(Exit.USAGE);
        assertThat(Json.parse(none.out()).path("error").path("code").asString()).isEqualTo("connector.no_recording");
        assertThat(run("connector", "test", "nowhere").exit()).isEqualTo(Exit.USAGE);
        Files.write(folder.resolve("tests/other.jsonl"), List.of("{}"));
        assertThat(run("connector", "test", "tests").exit()).isEqualTo(Exit.USAGE);
    }
}
