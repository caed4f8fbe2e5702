package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records that are asked for as jobs, as the format's schema describes them, each request from the text of a position. */
class AsyncJobTest {

    private static final String RETRIEVER = """
            version: 1
            check: {stream_names: []}
            streams:
              - name: sales
                retriever:
                  type: AsyncRetriever
                  status_mapping:
                    running: [queued, working]
                    completed: [ready]
                    failed: [broken]
                    timeout: [late]
                    ignore: [nothing]
                  status_extractor: {type: DpathExtractor, field_path: [status]}
                  creation_requester:
                    type: HttpRequester
                    url_base: https://x.io
                    path: reports
                    http_method: POST
                    request_body_json: {shop: "{{ stream_partition.shop }}"}
                  polling_requester:
                    type: HttpRequester
                    url_base: https://x.io
                    path: "reports/{{ creation_response.id }}"
                  download_target_extractor: {type: DpathExtractor, field_path: [files, "*", url]}
                  download_requester: {type: HttpRequester, url_base: "{{ download_target }}"}
                  download_decoder: {type: CsvDecoder}
                  record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
                  EXTRA
                  partition_router: {type: ListPartitionRouter, values: [a, b], cursor_field: shop}
            """;

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private Duration took = Duration.ZERO;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static Manifest manifest(String extra) throws BadManifest {
        return Manifest.load(
                RETRIEVER.replace("EXTRA", extra.isEmpty() ? "$parameters: {}" : extra),
                InstantSource.fixed(Instant.EPOCH));
    }

    private AsyncJobTest on(String answer) {
        answers.add(answer.replace('\'', '"'));
        return this;
    }

    private void read(String extra) {
        StreamModel stream;
        try {
            stream = manifest(extra).variants("sales", Map.of()).getFirst();
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
        String at = new Machine(stream, Map.of(), () -> now, Rigour.AS_WRITTEN)
                .start(Map.of())
                .text();
        for (int i = 0; i < 100; i++) {
            // Another machine each time, as after a crash.
            Machine machine = new Machine(stream, Map.of(), () -> now, Rigour.AS_WRITTEN);
            Machine.Step step = machine.next(Position.of(at), Tokens.inMemory());
            if (!(step instanceof Machine.Step.Ask ask)) {
                return;
            }
            asked.add(ask.call().method() + " " + ask.call().url().substring("https://".length())
                    + ask.call().body().map(b -> " " + b.replace('"', '\'')).orElse(""));
            String answer = answers.remove();
            now = now.plus(took);
            int status = answer.matches("\\d{3}") ? Integer.parseInt(answer) : 200;
            byte[] body = (status == 200 ? answer : "{}").getBytes(StandardCharsets.UTF_8);
            switch (machine.answer(ask.at(), new HttpAnswer(status, Map.of(), body, Duration.ZERO), 1)) {
                case Outcome.Later later -> {
                    pauses.add(later.pause());
                    at = later.next().text();
                }
                case Outcome.Read read -> {
                    read.records().forEach(r -> records.add(Json.write(r).replace('"', '\'')));
                    at = read.next().text();
                }
                case Outcome other -> throw new AssertionError(other);
            }
        }
        throw new AssertionError("the pass did not end");
    }

    @Test
    void a_job_is_created_looked_at_every_five_seconds_and_each_of_its_files_downloaded() {
        on("{'id': 1}").on("{'status': 'queued'}").on("{'status': 'working'}");
        on("{'status': 'ready', 'files': [{'url': 'https://f.io/1'}, {'url': 'https://f.io/2'}]}");
        on("id,n\n1,x\n2,y\n").on("id,n\n3,z\n");
        on("{'id': 2}").on("{'status': 'ready', 'files': []}");

        read("");

        assertThat(asked)
                .containsExactly(
                        "POST x.io/reports {'shop':'a'}",
                        "GET x.io/reports/1",
                        "GET x.io/reports/1",
                        "GET x.io/reports/1",
                        "GET f.io/1",
                        "GET f.io/2",
                        "POST x.io/reports {'shop':'b'}",
                        "GET x.io/reports/2");
        assertThat(records).containsExactly("{'id':'1','n':'x'}", "{'id':'2','n':'y'}", "{'id':'3','n':'z'}");
        assertThat(pauses)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO);
    }

    @Test
    void a_job_that_fails_is_created_anew_and_after_three_the_stream_stops() {
        on("{'id': 1}").on("{'status': 'broken'}");
        on("{'id': 2}").on("{'status': 'broken'}");
        on("{'id': 3}").on("{'status': 'broken'}");
        assertThatThrownBy(() -> read("")).isInstanceOf(Impossible.class).hasMessageContaining("3 times");
        assertThat(asked).filteredOn(a -> a.startsWith("POST")).hasSize(3);
    }

    @Test
    void a_job_that_takes_too_long_is_aborted_and_created_anew() {
        on("{'id': 1}").on("{'status': 'late'}").on("404");
        on("{'id': 2}").on("{'status': 'nothing'}");
        on("{'id': 3}").on("{'status': 'nothing'}");
        read("abort_requester: {type: HttpRequester, url_base: 'https://x.io', http_method: DELETE,"
                + " path: 'reports/{{ creation_response.id }}'}");
        assertThat(asked).contains("DELETE x.io/reports/1");
        assertThat(records).isEmpty();
    }

    @Test
    void a_job_that_runs_longer_than_its_timeout_counts_as_late() {
        took = Duration.ofMinutes(2);
        on("{'id': 1}").on("{'status': 'working'}").on("{'status': 'working'}");
        on("{'id': 2}").on("{'status': 'nothing'}");
        on("{'id': 3}").on("{'status': 'nothing'}");
        read("polling_job_timeout: 3");
        assertThat(asked).filteredOn(a -> a.startsWith("POST")).hasSize(3);
        assertThat(asked).filteredOn(a -> a.equals("GET x.io/reports/1")).hasSize(2);
    }

    @Test
    void the_results_may_be_named_by_a_request_of_their_own_and_a_job_deleted_once_they_are_here() {
        on("{'id': 1}").on("{'status': 'ready', 'result': 7}").on("{'files': [{'url': 'https://f.io/1'}]}");
        on("id\n1\n").on("{}");
        on("{'id': 2}").on("{'status': 'nothing'}");
        read("""
                download_target_requester: {type: HttpRequester, url_base: "https://x.io", path: "results/{{ polling_response.result }}"}
                  delete_requester: {type: HttpRequester, url_base: "https://x.io", path: "reports/{{ creation_response.id }}", http_method: DELETE}
                """.strip().replace("\n", "\n    "));
        assertThat(asked)
                .containsSequence(
                        "GET x.io/results/7", "GET f.io/1", "DELETE x.io/reports/1", "POST x.io/reports {'shop':'b'}");
        assertThat(records).containsExactly("{'id':'1'}");
    }

    @Test
    void downloads_may_have_pages() {
        on("{'id': 1}").on("{'status': 'ready', 'files': [{'url': 'https://f.io/1'}]}");
        on("{'rows': [{'id': 1}], 'next': 'p2'}").on("{'rows': [{'id': 2}]}");
        on("{'id': 2}").on("{'status': 'nothing'}");
        read("""
                download_extractor: {type: DpathExtractor, field_path: [rows]}
                  download_paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                    pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.next }}"}
                """.strip().replace("\n", "\n    ") + "\n      download_decoder: {type: JsonDecoder}");
        assertThat(asked).containsSequence("GET f.io/1", "GET f.io/1?page=p2");
        assertThat(records).containsExactly("{'id':1}", "{'id':2}");
    }

    @Test
    void a_status_that_means_nothing_stops_the_stream_and_one_of_two_meanings_is_refused() {
        on("{'id': 1}").on("{'status': 'strange'}");
        assertThatThrownBy(() -> read("")).isInstanceOf(Impossible.class).hasMessageContaining("'strange'");
        assertThatThrownBy(() -> Manifest.load(
                        RETRIEVER.replace("EXTRA", "$parameters: {}").replace("[broken]", "[ready]"),
                        InstantSource.fixed(Instant.EPOCH)))
                .isInstanceOfSatisfying(
                        BadManifest.class,
                        bad -> assertThat(bad.problems())
                                .extracting(Problem::what)
                                .containsExactly("the status 'ready' has two meanings"));
    }
}
