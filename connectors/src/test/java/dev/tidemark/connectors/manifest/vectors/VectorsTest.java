package dev.tidemark.connectors.manifest.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsTest {

    private static final String VECTOR = """
            {"name": "harbour", "now": "2024-01-10T00:00:00Z", "config": {"key": "abc"},
             "manifest": {"version": "1", "type": "DeclarativeSource", "check": {"stream_names": ["ships"]}, "streams": [
               {"name": "ships", "retriever": {"type": "SimpleRetriever",
                 "requester": {"url_base": "https://x.io", "path": "ships",
                   "authenticator": {"type": "BearerAuthenticator", "api_token": "{{ config.key }}"}},
                 "record_selector": {"extractor": {"field_path": []}}},
                "incremental_sync": {"type": "DatetimeBasedCursor", "cursor_field": "at", "datetime_format": "%Y-%m-%d",
                  "start_datetime": "2024-01-01",
                  "start_time_option": {"inject_into": "request_parameter", "field_name": "since"}}}]},
             "runs": [
               {"catalog": {"streams": [{"stream": {"name": "ships"}}]}, "state_in": null,
                "exchanges": [{"request": {"method": "GET", "url": "https://x.io/ships?since=2024-01-01",
                    "headers": {"Accept": "*/*", "Authorization": "Bearer abc", "User-Agent": "some"}, "body": null},
                  "response": {"status": 200, "headers": {}, "body": "[{\\"id\\": 1, \\"at\\": \\"2024-01-05\\"}]"}}],
                "records": [["ships", {"at": "2024-01-05", "id": 1}]],
                "final_state": {"ships": {"stream": {"stream_descriptor": {"name": "ships"},
                  "stream_state": {"at": "2024-01-05"}}}}},
               {"catalog": {"streams": [{"stream": {"name": "ships"}}]},
                "state_in": [{"stream": {"stream_descriptor": {"name": "ships"}, "stream_state": {"at": "2024-01-05"}}}],
                "exchanges": [{"request": {"method": "GET", "url": "https://x.io/ships?since=2024-01-05",
                    "headers": {"Accept": "*/*", "Authorization": "Bearer abc"}, "body": null},
                  "response": {"status": 200, "headers": {}, "body": "[]"}}],
                "records": [],
                "final_state": {"ships": {"stream": {"stream_descriptor": {"name": "ships"},
                  "stream_state": {"at": "2024-01-05"}}}}}]}
            """;

    @TempDir
    private Path folder;

    private Verdict run(String vector) throws IOException {
        return Vectors.run(Files.writeString(folder.resolve("harbour.json"), vector));
    }

    @Test
    void a_vector_passes_where_requests_records_and_states_are_as_recorded() throws IOException {
        assertThat(run(VECTOR)).isEqualTo(new Verdict("harbour.json", java.util.List.of()));
    }

    @Test
    void each_difference_is_told() throws IOException {
        assertThat(run(VECTOR.replace("Bearer abc\", \"User", "Bearer abd\", \"User"))
                        .differences())
                .singleElement()
                .asString()
                .contains("run 1: headers of GET https://x.io/ships?since=2024-01-01", "Bearer abd", "Bearer abc");
        assertThat(run(VECTOR.replace("{\"at\": \"2024-01-05\", \"id\": 1}", "{\"at\": \"2024-01-05\", \"id\": 2}"))
                        .differences())
                .containsExactly(
                        "run 1: a record is missing: ships {\"at\":\"2024-01-05\",\"id\":2}",
                        "run 1: a record that is not expected: ships {\"at\":\"2024-01-05\",\"id\":1}");
        assertThat(run(VECTOR.replace("since=2024-01-05", "since=2024-01-06")).differences())
                .anySatisfy(d -> assertThat(d).contains("run 2: stream ships failed: an unexpected request"))
                .anySatisfy(
                        d -> assertThat(d).contains("run 2: never requested: GET https://x.io/ships?since=2024-01-06"));
        assertThat(run(VECTOR.replace(
                                "\"stream_state\": {\"at\": \"2024-01-05\"}}}}},",
                                "\"stream_state\": {\"at\": \"x\"}}}}},"))
                        .differences())
                .containsExactly("run 1: state of ships: expected {\"at\":\"x\"}, got {\"at\":\"2024-01-05\"}");
    }

    @Test
    void tokens_that_the_settings_hold_need_not_be_fetched_again() throws IOException {
        String fetched =
                "{\"request\": {\"method\": \"POST\", \"url\": \"https://x.io/token\", \"headers\": {}, \"body\": null},"
                        + " \"response\": {\"status\": 200, \"headers\": {}, \"body\":"
                        + " \"{\\\"access_token\\\": \\\"abc\\\", \\\"refresh_token\\\": \\\"r2\\\"}\"}}, {\"request\"";
        String vector = VECTOR.replace("[{\"request\"", "[" + fetched);
        assertThat(run(vector).differences()).allSatisfy(d -> assertThat(d).contains("never requested: POST"));
        assertThat(run(vector).differences()).hasSize(2);
        String holding = vector.replace("{\"key\": \"abc\"}", "{\"key\": \"abc\", \"auth\": {\"refresh\": \"r2\"}}");
        assertThat(run(holding).passes()).isTrue();
    }

    @Test
    void a_manifest_that_cannot_run_says_why() throws IOException {
        assertThat(run(VECTOR.replace("BearerAuthenticator", "CustomAuthenticator"))
                        .differences())
                .containsExactly("cannot run: streams[0] (ships).retriever.requester.authenticator: the type"
                        + " CustomAuthenticator does not run here");
    }

    @Test
    void expressions_are_vectors_too() throws IOException {
        String one =
                "{\"template\": \"{{ config.a + 1 }}\", \"config\": {\"a\": 1}, \"parameters\": {}, \"context\": {},"
                        + " \"error\": null, \"result\": %s, \"type\": \"int\"}";
        assertThat(run("[" + one.formatted("2") + "]").passes()).isTrue();
        assertThat(run("[" + one.formatted("3") + "]").differences())
                .containsExactly("{{ config.a + 1 }}: expected 3, got 2");
    }

    @Test
    void a_file_of_something_else_is_refused() {
        assertThatThrownBy(() -> run("{}")).isInstanceOf(IOException.class).hasMessageContaining("no vector file");
        assertThatThrownBy(() -> run("{")).isInstanceOf(IOException.class).hasMessageContaining("not valid JSON");
    }
}
