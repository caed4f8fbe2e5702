package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A connector that is a file beside the workspace file, from the API's pages to tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestSyncIT {

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @SuppressWarnings("NullAway.Init")
    ShopApi shop;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
        shop = new ShopApi(250, 3);
        scene.environment.put("SHOP_KEY", ShopApi.KEY);
        Outcome made = scene.run("connector", "new", "shop", "--in", "connectors");
        assertThat(made.exit()).as(made.toString()).isZero();
    }

    @AfterAll
    void close() throws IOException {
        shop.close();
        scene.close();
    }

    private Path workspace(String name, String connector, String key) throws IOException {
        return Files.writeString(scene.folder.resolve(name + ".yaml"), """
                workspace: %s
                sources:
                  shop:
                    connector: %s
                    url: %s
                    api_key: ${env:%s}
                    quota: 100%%
                syncs:
                  customers: { from: shop.customers, every: 1s }
                  orders: { from: shop.orders, every: 1s }
                  items: { from: shop.order_items, every: 1h }
                """.formatted(name, connector, shop.url(), key));
    }

    private Map<String, String> rows(String table, String key, String value) {
        Map<String, String> rows = new TreeMap<>();
        scene.query(
                "select " + key + ", " + value + " from " + table,
                row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    @Test
    void a_manifest_named_by_its_path_fills_tables_and_then_brings_what_changed() throws IOException {
        Path file = workspace("direct", "./connectors/shop.yaml", "SHOP_KEY");

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        Outcome discovered = scene.run("discover", "shop", "--file", file.toString(), "--stream", "orders");
        assertThat(discovered.out()).contains("orders: key id; cursor opaque").contains("updated_at");

        Outcome first = scene.once(file);
        assertThat(first.exit()).as(first.toString()).isZero();
        assertThat(first.out()).contains("✓ direct/orders  backfill succeeded");
        assertThat(rows("direct.customers", "id", "name")).hasSize(250).containsEntry("250", "Customer 250");
        assertThat(rows("direct.orders", "id", "total")).hasSize(3).containsEntry("2", "20");
        assertThat(rows("direct.order_items", "order_id || '-' || position", "article"))
                .hasSize(6)
                .containsEntry("3-2", "A2");

        shop.order(2, 77.5, "2025-03-02T00:00:00Z");
        shop.order(4, 40, "2025-03-02T00:00:01Z");
        List<String> before = new ArrayList<>(shop.asked);
        Outcome second = scene.all(file);

        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(second.out()).contains("✓ direct/orders  incremental succeeded");
        assertThat(rows("direct.orders", "id", "total"))
                .hasSize(4)
                .containsEntry("2", "77.5")
                .containsEntry("4", "40");
        List<String> asked = shop.asked.subList(before.size(), shop.asked.size());
        assertThat(asked)
                .anySatisfy(line ->
                        assertThat(line).startsWith("GET /v1/orders?").contains("updated_since=2025-02-28T23:55:03Z"));
    }

    @Test
    void a_tombstone_deletes_its_row_and_rows_are_written_back_each_with_its_own_outcome() throws IOException {
        try (ShopApi own = new ShopApi(3, 3)) {
            thereAndBack(own);
        }
    }

    private void thereAndBack(ShopApi own) throws IOException {
        Files.writeString(scene.folder.resolve("connectors/both.yaml"), """
                version: 6.0.0
                check: {stream_names: [orders]}
                definitions:
                  requester:
                    type: HttpRequester
                    url_base: "{{ config['url'] }}"
                    authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
                streams:
                  - name: orders
                    primary_key: id
                    retriever:
                      requester: {$ref: "#/definitions/requester", path: orders}
                      record_selector: {extractor: {field_path: [data]}}
                    incremental_sync:
                      type: DatetimeBasedCursor
                      cursor_field: updated_at
                      datetime_format: "%Y-%m-%dT%H:%M:%SZ"
                      start_datetime: "2025-01-01T00:00:00Z"
                      start_time_option: {inject_into: request_parameter, field_name: updated_since}
                    schema_loader:
                      type: InlineSchemaLoader
                      schema: {properties: {id: {type: integer}, total: {type: number}, updated_at: {type: string}}}
                metadata:
                  tidemark:
                    quota: 100 per 1s
                    streams:
                      orders:
                        deletes: {tombstone: deleted}
                      customers:
                        write:
                          fields: {id: {type: integer}, name: {type: string}, email: {type: string}}
                          upsert:
                            requester: {$ref: "#/definitions/requester", path: customers/batch, http_method: POST}
                            body: {customers: "{{ rows }}"}
                            match: [id]
                            batch: 50
                            results: [results]
                            failed: "{{ result.status == 'refused' }}"
                            message: "{{ result.why }}"
                            created: "{{ result.status == 'created' }}"
                spec:
                  connection_specification:
                    required: [url, api_key]
                    properties: {url: {type: string}, api_key: {type: string, airbyte_secret: true}}
                """);
        Path file = Files.writeString(scene.folder.resolve("both.yaml"), """
                workspace: twoway
                sources:
                  shop:
                    connector: ./connectors/both.yaml
                    url: %s
                    api_key: ${env:SHOP_KEY}
                    quota: 100%%
                destinations:
                  desk:
                    connector: ./connectors/both.yaml
                    url: %s
                    api_key: ${env:SHOP_KEY}
                    quota: 100%%
                syncs:
                  orders: { from: shop.orders, every: 1s }
                  names:
                    from: warehouse
                    model: >-
                      select n as id, case when n = 902 then '' else 'Name ' || n end as name, null::text as email
                      from generate_series(900, 1000) n
                    key: id
                    to: desk.customers
                    match: id
                    map: { id: id, name: name, email: email }
                    every: 1h
                """.formatted(own.url(), own.url()));
        own.order(70, 7, "2025-03-01T00:00:01Z");
        int before = own.customers();

        Outcome first = scene.once(file);
        assertThat(first.out()).as(first.toString()).contains("✓ twoway/orders").contains("twoway/names");
        assertThat(own.customers()).isEqualTo(before + 100);
        assertThat(own.customer(1000)).contains("\"name\":\"Name 1000\"").contains("\"email\":null");
        assertThat(scene.run("rejections", "twoway/names").toString()).contains("a customer has a name");

        own.delete(70, "2025-03-01T00:00:05Z");
        Outcome second = scene.all(file);

        assertThat(second.out()).as(second.toString()).contains("✓ twoway/orders  incremental succeeded");
        assertThat(rows("twoway.orders", "id", "_tidemark_deleted_at is not null"))
                .containsEntry("70", "t");
    }

    @Test
    void a_row_of_which_the_api_says_nothing_is_gone_once_two_readings_lack_it() throws IOException {
        try (ShopApi own = new ShopApi(130, 1)) {
            // One that passes over no refusal: else a reading may lack what is there.
            Path shop = scene.folder.resolve("connectors/shop.yaml");
            Files.writeString(
                    scene.folder.resolve("connectors/whole.yaml"),
                    Files.readString(shop).replace("action: IGNORE", "action: FAIL"));
            Path file = Files.writeString(scene.folder.resolve("gone.yaml"), """
                    workspace: gone
                    sources:
                      shop: { connector: ./connectors/whole.yaml, url: %s, api_key: "${env:SHOP_KEY}", quota: 100%% }
                    syncs:
                      customers: { from: shop.customers, every: 1s }
                    """.formatted(own.url()));
            String isGone = "_tidemark_deleted_at is not null";
            assertThat(scene.once(file).exit()).isZero();
            own.remove(127);
            assertThat(scene.all(file).exit()).isZero();
            assertThat(rows("gone.customers", "id", isGone)).hasSize(130).containsEntry("127", "f");

            assertThat(scene.all(file).exit()).isZero();

            assertThat(rows("gone.customers", "id", isGone))
                    .containsEntry("127", "t")
                    .containsEntry("126", "f");
        }
    }

    @Test
    void records_asked_for_as_a_job_are_loaded_once_it_is_done_and_the_job_is_created_once() throws IOException {
        Files.writeString(scene.folder.resolve("connectors/report.yaml"), """
                version: 6.0.0
                check: {stream_names: [visits]}
                definitions:
                  requester:
                    type: HttpRequester
                    url_base: "{{ config['url'] }}"
                    authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
                streams:
                  - name: visits
                    primary_key: id
                    retriever:
                      type: AsyncRetriever
                      status_mapping: {running: [working], completed: [ready], failed: [], timeout: []}
                      status_extractor: {type: DpathExtractor, field_path: [status]}
                      creation_requester: {$ref: "#/definitions/requester", path: reports, http_method: POST}
                      polling_requester: {$ref: "#/definitions/requester", path: "reports/{{ creation_response.id }}"}
                      download_requester: {$ref: "#/definitions/requester", path: "reports/{{ creation_response.id }}/rows"}
                      download_decoder: {type: CsvDecoder}
                      record_selector: {type: RecordSelector, extractor: {field_path: []}}
                    schema_loader:
                      type: InlineSchemaLoader
                      schema: {properties: {id: {type: integer}, name: {type: string}}}
                spec:
                  connection_specification:
                    required: [url, api_key]
                    properties: {url: {type: string}, api_key: {type: string, airbyte_secret: true}}
                """);
        try (ShopApi own = new ShopApi(1, 1)) {
            Path file = Files.writeString(scene.folder.resolve("report.yaml"), """
                    workspace: report
                    sources:
                      shop: { connector: ./connectors/report.yaml, url: %s, api_key: "${env:SHOP_KEY}", quota: 100%% }
                    syncs:
                      visits: { from: shop.visits, every: 1h }
                    """.formatted(own.url()));

            Outcome first = scene.once(file);

            assertThat(first.out()).as(first.toString()).contains("✓ report/visits");
            assertThat(rows("report.visits", "id", "name")).hasSize(2).containsEntry("2", "Bob");
            assertThat(own.asked)
                    .containsExactly(
                            "POST /v1/reports", "GET /v1/reports/1", "GET /v1/reports/1", "GET /v1/reports/1/rows");
        }
    }

    @Test
    void a_changed_manifest_is_another_connector_and_takes_effect() throws IOException {
        Path manifest = scene.folder.resolve("connectors/changing/manifest.yaml");
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, Files.readString(scene.folder.resolve("connectors/shop.yaml")));
        Path file = workspace("changing", "./connectors/changing", "SHOP_KEY");
        assertThat(scene.once(file).exit()).isZero();

        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(
                                "          email: { type: [string, \"null\"] }",
                                "          email: { type: [string, \"null\"] }\n          nick: { type: [string, \"null\"] }"));
        Outcome again = scene.all(file);

        assertThat(again.exit()).as(again.toString()).isZero();
        assertThat(rows("changing.customers", "id", "nick")).hasSize(250).containsEntry("1", "null");
    }

    @Test
    void a_key_that_is_refused_is_told_without_its_value() throws IOException {
        scene.environment.put("WRONG_KEY", "not-the-key-of-the-shop");
        Path file = workspace("refused", "connectors/shop.yaml", "WRONG_KEY");

        Outcome checked = scene.run("check", file.toString());

        assertThat(checked.exit()).isEqualTo(Exit.FAILED);
        assertThat(checked.out()).contains("401").doesNotContain("not-the-key-of-the-shop");
    }

    @Test
    void what_does_not_run_is_told_at_the_line_that_names_it() throws IOException {
        Files.writeString(
                scene.folder.resolve("connectors/broken.yaml"),
                Files.readString(scene.folder.resolve("connectors/shop.yaml"))
                        .replace("type: BearerAuthenticator", "type: PalmReader"));
        Path file = workspace("broken", "./connectors/broken.yaml", "SHOP_KEY");

        Outcome checked = scene.run("check", file.toString());

        assertThat(checked.exit()).isEqualTo(Exit.USAGE);
        assertThat(checked.err())
                .contains("broken.yaml:4:")
                .contains("the type PalmReader does not run here")
                .contains("tidemark connector validate");
        Outcome missing = scene.run(
                "check", workspace("gone", "./connectors/gone.yaml", "SHOP_KEY").toString());
        assertThat(missing.err())
                .contains("'./connectors/gone.yaml' is no connector that runs: the file does not exist");
    }
}
