package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A manifest's stream whose partitions are asked for at the same time: several requests are in the air, and the line is one. */
class AbreastIT {

    private static final int AT_ONCE = 4;
    private static final int QUAYS = 6;
    private static final int PAGES = 3;
    private static final int REQUESTS = QUAYS * PAGES;

    private static final String MANIFEST = """
        version: 6.0.0
        check: {stream_names: [boats]}
        streams:
          - name: boats
            primary_key: id
            retriever:
              requester: {url_base: "https://quays.example/", path: "{{ stream_partition.quay }}/0"}
              record_selector: {extractor: {field_path: [boats]}}
              paginator:
                type: DefaultPaginator
                page_token_option: {type: RequestPath}
                pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.next }}"}
              partition_router: {type: ListPartitionRouter, values: [a, b, c, d, e, f], cursor_field: quay}
            schema_loader:
              type: InlineSchemaLoader
              schema: {type: object, properties: {id: {type: string}}}
        """;

    private final List<String> asked = new ArrayList<>();

    private interface Instead {
        HttpAnswer of(int number, HttpAnswer answer);
    }

    /** @param millis that an answer takes besides */
    private ManualTide tide(long seed, long millis, Instead instead) {
        var tide = new ManualTide(seed, Guarantees.ALL);
        tide.weather().reaches(request -> {
            tide.tides().pass(Duration.ofMillis(millis));
            asked.add(request.uri().getPath());
            return instead.of(asked.size(), answer(request));
        });
        Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));
        try {
            ManifestSource source = ManifestSource.of("quays", MANIFEST, tide.clock());
            tide.read(source, app, "boats", Deletes.SOFT, false, Set.of());
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
        return tide;
    }

    private static HttpAnswer answer(HttpRequest request) {
        String[] path = request.uri().getPath().split("/", -1);
        int page = Integer.parseInt(path[2]);
        String next = page + 1 < PAGES ? "/" + path[1] + "/" + (page + 1) : "";
        String body = "{\"boats\": [{\"id\": \"%s%d\"}], \"next\": \"%s\"}".formatted(path[1], page, next);
        return new HttpAnswer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(5));
    }

    private static void allAreThere() {
        assertThat(World.count("SELECT count(*) FROM synced.boats")).isEqualTo(REQUESTS);
        assertThat(World.count("SELECT count(*) FROM run WHERE state = 'FAILED'"))
                .isZero();
        assertThat(World.count("SELECT count(*) FROM run WHERE state = 'SUCCEEDED'"))
                .isEqualTo(1);
    }

    @Test
    void the_line_is_one_and_each_page_is_asked_for_once() {
        ManualTide tide = tide(4, 150, (number, answer) -> answer);
        tide.works(tide.launch(), 8);
        allAreThere();
        assertThat(asked).hasSize(REQUESTS).doesNotHaveDuplicates();
        assertThat(asked.subList(0, 1 + AT_ONCE))
                .as("the first alone, then several")
                .containsExactly("/a/0", "/a/1", "/b/0", "/c/0", "/d/0");
        assertThat(World.count("SELECT count(*) FROM page")).isEqualTo(REQUESTS);
        assertThat(World.count("SELECT sum(requests) FROM run")).isEqualTo(REQUESTS);
        new Truth(tide).check();
    }

    @Test
    void a_crash_after_any_answer_loses_nothing_and_asks_again_for_what_was_in_the_air() {
        for (int crash = 1; crash <= REQUESTS; crash += 2) {
            asked.clear();
            int at = crash;
            ManualTide[] tide = new ManualTide[1];
            tide[0] = tide(4, 150, (number, answer) -> {
                if (number == at) {
                    tide[0].sea().crashAt("page answered");
                }
                return answer;
            });
            Hull hull = tide[0].launch();
            tide[0].act(hull, () -> tide[0].works(hull, 8));
            assertThat(hull.alive()).isFalse();
            tide[0].tides().pass(Duration.ofMinutes(5));
            tide[0].works(tide[0].launch(), 8);
            allAreThere();
            assertThat(asked.size() - REQUESTS)
                    .as("asked again after a crash at request %s", crash)
                    .isBetween(1, AT_ONCE);
            assertThat(World.count("SELECT count(*) FROM page"))
                    .as("each page once")
                    .isEqualTo(REQUESTS);
        }
    }

    @Test
    void a_429_of_one_part_fails_nothing_and_loses_no_answer() {
        ManualTide tide = tide(
                4,
                150,
                (number, answer) -> number != 4
                        ? answer
                        : new HttpAnswer(429, Map.of("Retry-After", "7"), new byte[0], Duration.ofMillis(5)));
        tide.works(tide.launch(), 9);
        allAreThere();
        assertThat(asked).hasSize(REQUESTS + 1);
    }

    @Test
    void no_more_requests_leave_than_the_quota_grants() {
        ManualTide tide = tide(1, 500, (number, answer) -> answer);
        tide.works(tide.launch(), 4);
        allAreThere();
        assertThat(asked).hasSize(REQUESTS);
        new Truth(tide).check();
    }
}
