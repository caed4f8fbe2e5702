package dev.tidemark.connectors.manifest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows written one by one, by the addresses of their records. */
class ManifestWritingTest {

    private static final String MANIFEST = """
            version: 6.0.0
            check: {stream_names: []}
            streams: []
            metadata:
              tidemark:
                streams:
                  boats:
                    write:
                      fields: {id: {type: string}, name: {type: string}, crew: {type: integer}, cargo: {type: object}}
                      create:
                        requester: {url_base: "https://x.io", path: boats, http_method: POST}
                        body: "{{ row }}"
                      update:
                        requester:
                          url_base: https://x.io
                          path: "boats/{{ match }}"
                          http_method: PATCH
                          error_handler:
                            response_filters:
                              - {http_codes: [410], action: IGNORE}
                              - {http_codes: [409], action: RETRY}
                        body: {boat: "{{ values }}", tag: "{{ row.name }}"}
                        match: [id]
            """;

    private static final WriteSpec CREATE = new WriteSpec(
            "boats", WriteSpec.Mode.INSERT, Optional.empty(), Map.of("name", "name", "crew", "crew", "cargo", "cargo"));
    private static final WriteSpec UPDATE = new WriteSpec(
            "boats", WriteSpec.Mode.UPDATE, Optional.of("id"), Map.of("id", "id", "name", "name", "crew", "crew"));

    private static RecordDestination app() {
        try {
            return (RecordDestination) ManifestSource.of("pier", MANIFEST, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    private static ModelRow row(@Nullable Object id, @Nullable Object name, @Nullable Object crew) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", id);
        values.put("name", name);
        values.put("crew", crew);
        values.put("cargo", new ModelRow.JsonText("{\"tea\": [1, 2.5]}"));
        return new ModelRow("1", "h", values, 0);
    }

    private static WriteAnswer write(ScriptedApi api, WriteSpec spec, ModelRow row) {
        return app().write(TestAccess.to(app(), Map.of(), Map.of(), api), spec, List.of(row));
    }

    private static String body(ScriptedApi api) {
        return new String(api.last().body(), StandardCharsets.UTF_8);
    }

    private static Outcome outcome(WriteAnswer answer) {
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return ((WriteAnswer.Done) answer).outcomes().getFirst();
    }

    @Test
    void values_keep_their_types_whatever_their_text_spells() {
        ScriptedApi api = ScriptedApi.of(Step.json(201, "{\"id\": 12}"));

        Outcome outcome = outcome(write(api, CREATE, row(null, "007", null)));

        assertThat(outcome).isEqualTo(new Outcome.Accepted("12", true));
        assertThat(body(api)).isEqualTo("{\"cargo\":{\"tea\":[1,2.5]},\"crew\":null,\"name\":\"007\"}");
        write(api, CREATE, row(null, "{{ config }}", new BigDecimal("12345678901234567890.123456789")));
        assertThat(body(api)).contains("\"crew\":12345678901234567890.123456789", "\"name\":\"{{ config }}\"");
        write(api, CREATE, row(null, Instant.parse("2026-11-21T10:00:00Z"), new BigDecimal("4.50")));
        assertThat(body(api)).contains("\"crew\":4.5,", "\"name\":\"2026-11-21T10:00:00Z\"");
    }

    @Test
    void a_value_in_a_path_asks_for_no_other_thing() {
        ScriptedApi api = ScriptedApi.of(Step.json(200, "{}"));

        Outcome outcome = outcome(write(api, UPDATE, row("../a/b?c=1", "7", 3L)));

        assertThat(api.last().uri().toString()).isEqualTo("https://x.io/boats/..%2Fa%2Fb%3Fc%3D1");
        assertThat(body(api)).isEqualTo("{\"boat\":{\"crew\":3,\"name\":\"7\"},\"tag\":\"7\"}");
        assertThat(outcome).isEqualTo(new Outcome.Accepted("", false));
        assertThat(outcome(write(ScriptedApi.script(), UPDATE, row("..", "7", 3L))))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void a_row_without_a_value_to_be_matched_by_is_rejected_before_anything_is_sent() {
        ScriptedApi api = ScriptedApi.script();
        Outcome outcome = outcome(write(api, UPDATE, row(null, "a", 1L)));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class, r -> assertThat(r.message()).contains("'id'"));
    }

    @Test
    void what_an_answer_means_is_said_by_filters_and_else_by_its_status() {
        assertThat(outcome(write(ScriptedApi.of(Step.json(410, "{}")), UPDATE, row("a", "b", 1L))))
                .isEqualTo(new Outcome.Accepted("", false));
        assertThat(write(ScriptedApi.of(Step.json(409, "{}")), UPDATE, row("a", "b", 1L)))
                .isInstanceOf(WriteAnswer.Retry.class);
        assertThat(write(ScriptedApi.of(Step.json(422, "{\"message\": \"bad name\"}")), UPDATE, row("a", "b", 1L)))
                .isInstanceOfSatisfying(WriteAnswer.Refused.class, r -> {
                    assertThat(r.code()).isEqualTo("HTTP 422");
                    assertThat(r.why()).contains("bad name");
                });
        assertThat(write(ScriptedApi.of(Step.json(403, "{}")), UPDATE, row("a", "b", 1L)))
                .isInstanceOf(WriteAnswer.Stop.class);
        assertThat(write(ScriptedApi.of(Step.json(503, "{}")), UPDATE, row("a", "b", 1L)))
                .isInstanceOf(WriteAnswer.Unknown.class);
        assertThat(outcome(write(ScriptedApi.of(Step.answering(204, "text/plain", "")), CREATE, row("a", "b", 1L))))
                .isEqualTo(new Outcome.Accepted("", true));
    }

    @Test
    void what_can_only_be_written_is_described_by_what_it_takes() throws HttpFailed {
        RecordDestination app = app();
        StreamSpec boats = app.discover(TestAccess.to(app, Map.of(), Map.of(), ScriptedApi.script()))
                .getFirst();
        assertThat(boats.name()).isEqualTo("boats");
        assertThat(boats.fields())
                .extracting(f -> f.name() + " " + f.type() + " " + f.writable())
                .containsExactly("id TEXT true", "name TEXT true", "crew INTEGER true", "cargo JSON true");
    }
}
