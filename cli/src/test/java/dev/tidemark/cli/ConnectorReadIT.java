package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trying a manifest against an API, and then without it. */
class ConnectorReadIT extends ShopManifest {

    private Outcome read(String stream, String... more) {
        return run(Stream.concat(
                        Stream.of("connector", "read", "shop.yaml", "--config", "shop.config.json", "--stream", stream),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void records_are_lines_on_standard_output_and_all_else_is_told_beside_them() {
        Outcome read = read("customers");
        assertThat(read.exit()).as(read.toString()).isZero();
        assertThat(read.lines())
                .hasSize(230)
                .contains("{\"id\":7,\"name\":\"Customer 7\",\"email\":\"7@example.com\"}");
        assertThat(read.err())
                .contains("/v1/customers?page=3&per_page=100: HTTP 200")
                .contains("230 records")
                .contains("state: [{\"type\":\"STREAM\"");
    }

    @Test
    void a_state_that_was_written_is_gone_on_from() {
        assertThat(read("orders", "--state-out", "state.json").lines()).hasSize(3);
        shop.order(2, 50, "2025-04-01T00:00:00Z");

        Outcome second = read("orders", "--state", "state.json", "--state-out", "state.json");

        assertThat(second.lines())
                .containsExactlyInAnyOrder(
                        "{\"id\":3,\"customer_id\":4,\"total\":30.0,\"updated_at\":\"2025-03-01T00:00:03Z\"}",
                        "{\"id\":2,\"customer_id\":3,\"total\":50.0,\"updated_at\":\"2025-04-01T00:00:00Z\"}");
        assertThat(folder.resolve("state.json")).content().contains("\"updated_at\":\"2025-04-01T00:00:00Z\"");
    }

    @Test
    void no_more_than_was_asked_for_is_printed() {
        Outcome some = read("customers", "--max-records", "120");
        assertThat(some.lines()).hasSize(120);
        assertThat(some.err()).contains("120 records, and there may be more");
        assertThat(shop.asked).hasSize(2);
        assertThat(read("customers", "--max-records", "0").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void a_limit_is_waited_for() {
        shop.limitOnce(request -> request.params().containsKey("page"));
        Outcome read = read("customers");
        assertThat(read.lines()).hasSize(230);
        assertThat(read.err()).contains("HTTP 429").contains("again in");
    }

    @Test
    void what_was_recorded_replays_the_same_without_network_and_key() throws IOException {
        Outcome live = read("order_items", "--record", "items.jsonl", "--now", "2026-01-01T00:00:00Z");
        assertThat(live.lines()).hasSize(6);
        assertThat(folder.resolve("items.jsonl"))
                .content()
                .contains("/v1/orders/3/items")
                .doesNotContain(ShopApi.KEY);
        shop.close();
        environment = Map.of("SHOP_API_KEY", "some-other-key");

        Outcome replayed = read("order_items", "--replay", "items.jsonl", "--now", "2026-01-01T00:00:00Z");

        assertThat(replayed.exit()).as(replayed.toString()).isZero();
        assertThat(replayed.out()).isEqualTo(live.out());

        Files.writeString(
                folder.resolve("shop.yaml"),
                Files.readString(folder.resolve("shop.yaml")).replace("/items\"", "/positions\""));
        Outcome changed = read("order_items", "--replay", "items.jsonl");
        assertThat(changed.exit()).isEqualTo(Exit.FAILED);
        assertThat(changed.err())
                .contains("connector.replay_differs: an unexpected request: GET ")
                .contains("/v1/orders/1/positions")
                .contains("/v1/orders/1/items");
    }

    @Test
    void what_was_recorded_and_is_never_asked_for_fails_too() throws IOException {
        assertThat(read("customers", "--record", "customers.jsonl").lines()).hasSize(230);
        Path recorded = folder.resolve("customers.jsonl");
        List<String> lines = Files.readAllLines(recorded);
        List<String> longer = new ArrayList<>(lines);
        longer.add(lines.getLast());
        Files.write(recorded, longer);
        Outcome replayed = read("customers", "--replay", "customers.jsonl");
        assertThat(replayed.exit()).isEqualTo(Exit.FAILED);
        assertThat(replayed.err()).contains("never requested: GET ").contains("page=3");
    }

    private static final String OF_EACH_ORDER = """
        version: 6.0.0
        check: {type: CheckDynamicStream, stream_count: 2}
        dynamic_streams:
          - type: DynamicDeclarativeStream
            name: items
            stream_template:
              type: DeclarativeStream
              name: to be filled in
              primary_key: [position]
              retriever:
                requester:
                  url_base: "{{ config['url'] }}"
                  path: to be filled in
                  authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
                record_selector: {extractor: {field_path: [data]}}
            components_resolver:
              type: HttpComponentsResolver
              retriever:
                requester:
                  url_base: "{{ config['url'] }}"
                  path: orders
                  authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
                record_selector: {extractor: {field_path: [data]}}
              components_mapping:
                - {field_path: [name], value: "items_of_{{ components_values.id }}"}
                - {field_path: [retriever, requester, path], value: "orders/{{ components_values.id }}/items"}
        spec:
          connection_specification:
            type: object
            properties: {url: {type: string}, api_key: {type: string, airbyte_secret: true}}
        """;

    @Test
    void a_stream_of_which_only_the_api_knows_is_found_by_its_name() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), OF_EACH_ORDER);

        Outcome read = read("items_of_2", "--record", "items.jsonl");

        assertThat(read.exit()).as(read.toString()).isZero();
        assertThat(read.lines()).hasSize(2);
        assertThat(read("items_of_2", "--replay", "items.jsonl").out()).isEqualTo(read.out());
        assertThat(read("items_of_9").err()).contains("Name one of items_of_1, items_of_2, items_of_3");
        assertThat(run("connector", "check", "shop.yaml", "--config", "shop.config.json")
                        .out())
                .contains("✓ read items_of_1: ", "✓ read items_of_2: ")
                .doesNotContain("items_of_3");
        assertThat(run("connector", "validate", "shop.yaml").exit()).isZero();
    }

    @Test
    void a_check_says_whether_the_api_lets_the_settings_in() {
        Outcome good = run("connector", "check", "shop.yaml", "--config", "shop.config.json");
        assertThat(good.exit()).as(good.toString()).isZero();
        assertThat(good.out()).contains("✓ read customers: 100 records on a page");

        String key = "a-key-of-nobody";
        environment = Map.of("SHOP_API_KEY", key);
        Outcome refused = run("connector", "check", "shop.yaml", "--config", "shop.config.json", "--json");
        assertThat(refused.exit()).isEqualTo(Exit.FAILED);
        assertThat(Json.parse(refused.out()).path("ok").asBoolean()).isFalse();
        assertThat(refused.out() + refused.err()).contains("401").doesNotContain(key);
    }
}
