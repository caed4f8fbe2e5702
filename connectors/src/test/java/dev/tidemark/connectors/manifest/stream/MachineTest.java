package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineTest {

    private static final String PARTS = """
            definitions:
              selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
              harbours:
                name: harbours
                retriever:
                  type: SimpleRetriever
                  requester: {url_base: https://x.io, path: harbours}
                  record_selector: "#/definitions/selector"
                  paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                    pagination_strategy: {type: PageIncrement, page_size: 2, start_from_page: 1}
              cursor:
                type: DatetimeBasedCursor
                cursor_field: at
                datetime_format: "%Y-%m-%d"
                start_datetime: "2024-01-01"
                start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: since}
            """;

    private static String ships(String more) {
        return PARTS + """
                streams:
                  - name: ships
                    retriever:
                      type: SimpleRetriever
                      requester: {url_base: https://x.io, path: "ships/{{ stream_partition.harbour }}"}
                      record_selector: "#/definitions/selector"
                      partition_router:
                        type: SubstreamPartitionRouter
                        parent_stream_configs:
                          - type: ParentStreamConfig
                            stream: "#/definitions/harbours"
                            parent_key: id
                            partition_field: harbour
                """ + more.indent(4);
    }

    @Test
    void a_stream_without_anything_is_one_page_and_has_no_state() {
        Reader reader = Reader.of("harbours", PARTS + "streams: [\"#/definitions/harbours\"]")
                .on("harbours", "[{'id': 1}]");
        assertThat(reader.read("{}")).isEqualTo("{'__ab_no_cursor_state_message':true}");
        assertThat(reader.records).containsExactly("{'id':1}");
    }

    @Test
    void children_are_read_page_of_parents_by_page_of_parents() {
        Reader reader = Reader.of("ships", ships(""))
                .on("harbours", "[{'id': 1}, {'name': 'no id'}]")
                .on("harbours?page=2", "[{'id': 0}]")
                .on("ships/1", "[{'s': 'a'}, {'s': 'b'}]")
                .on("ships/0", "[{'s': 'c'}]");
        reader.read("{}");
        assertThat(reader.asked).containsExactly("harbours", "ships/1", "harbours?page=2", "ships/0");
        assertThat(reader.records).containsExactly("{'s':'a'}", "{'s':'b'}", "{'s':'c'}");
    }

    @Test
    void a_parent_without_records_leaves_nothing_to_ask() {
        Reader reader = Reader.of("ships", ships("")).on("harbours", "[]");
        reader.read("{}");
        assertThat(reader.asked).containsExactly("harbours");
        assertThat(reader.records).isEmpty();
    }

    @Test
    void reading_goes_on_from_every_position_as_if_nothing_had_happened() {
        String yaml = ships("incremental_sync: \"#/definitions/cursor\"");
        Reader whole = fleet(Reader.of("ships", yaml));
        String end = whole.read("{}");
        for (int i = 0; i < whole.positions.size(); i++) {
            Reader rest = fleet(Reader.of("ships", yaml));
            assertThat(rest.read(whole.positions.get(i), 100)).isEqualTo(end);
            assertThat(rest.asked).isEqualTo(whole.asked.subList(i, whole.asked.size()));
        }
    }

    private static Reader fleet(Reader reader) {
        return reader.on("harbours", "[{'id': 1}, {'id': 2}]")
                .on("harbours?page=2", "[{'id': 1}, {'id': 3}]")
                .on("harbours?page=3", "[]")
                .on("ships/1?since=2024-01-01", "[{'s': 'a', 'at': '2024-01-05'}, {'s': 'b', 'at': '2024-01-03'}]")
                .on("ships/2?since=2024-01-01", "[]")
                .on("ships/3?since=2024-01-01", "[{'s': 'c', 'at': '2024-01-07'}]");
    }

    @Test
    void each_partition_has_a_state_of_its_own_and_new_ones_begin_with_that_of_all() {
        String yaml = ships("incremental_sync: \"#/definitions/cursor\"");
        Reader first = fleet(Reader.of("ships", yaml));
        assertThat(first.read("{}"))
                .isEqualTo("{'use_global_cursor':false,'states':["
                        + "{'partition':{'harbour':1,'parent_slice':{}},'cursor':{'at':'2024-01-05'}},"
                        + "{'partition':{'harbour':2,'parent_slice':{}},'cursor':{'at':'2024-01-01'}},"
                        + "{'partition':{'harbour':3,'parent_slice':{}},'cursor':{'at':'2024-01-07'}}],"
                        + "'state':{'at':'2024-01-07'},'lookback_window':0,'parent_state':{}}");
        assertThat(first.asked).as("a partition that comes twice is read once").hasSize(6);
        Reader second = Reader.of("ships", yaml)
                .on("harbours", "[{'id': 1}, {'id': 4}]")
                .on("harbours?page=2", "[]")
                .on("ships/1?since=2024-01-05", "[]")
                .on("ships/4?since=2024-01-07", "[{'at': '2024-01-08'}]");
        String state =
                second.read("{'states':[{'partition':{'harbour':1,'parent_slice':{}},'cursor':{'at':'2024-01-05'}}],"
                        + "'state':{'at':'2024-01-07'},'lookback_window':0}");
        assertThat(state)
                .contains("'harbour':4,'parent_slice':{}},'cursor':{'at':'2024-01-08'}", "'state':{'at':'2024-01-08'}");
    }

    @Test
    void a_state_of_before_there_were_partitions_counts_for_all_of_them() {
        Reader reader = Reader.of("ships", ships("incremental_sync: \"#/definitions/cursor\""))
                .on("harbours", "[{'id': 1}]")
                .on("ships/1?since=2024-01-06", "[]");
        assertThat(reader.read("{'at': '2024-01-06'}")).contains("'state':{'at':'2024-01-06'}");
    }

    @Test
    void a_state_by_value_is_taken_over_where_the_manifest_says_so() {
        Reader reader = Reader.of(
                        "ships",
                        ships("incremental_sync: \"#/definitions/cursor\"\n"
                                + "state_migrations: [{type: LegacyToPerPartitionStateMigration}]"))
                .on("harbours", "[{'id': '7'}]")
                .on("ships/7?since=2024-01-06", "[]");
        assertThat(reader.read("{'7': {'at': '2024-01-06'}, '8': {'at': '2024-01-03'}}"))
                .contains("'harbour':'8','parent_slice':{}},'cursor':{'at':'2024-01-03'}");
    }

    @Test
    void one_cursor_for_all_is_set_back_by_the_time_that_the_last_pass_took() {
        Reader reader = Reader.of(
                        "ships",
                        ships("incremental_sync: {$ref: \"#/definitions/cursor\", global_substream_cursor: true}"))
                .on("harbours", "[{'id': 1}]")
                .on("ships/1?since=2024-01-05", "[{'at': '2024-01-09'}]");
        assertThat(reader.read("{'use_global_cursor': true, 'state': {'at': '2024-01-06'}, 'lookback_window': 86400}"))
                .isEqualTo(
                        "{'use_global_cursor':true,'state':{'at':'2024-01-09'},'lookback_window':0,'parent_state':{}}");
    }

    @Test
    void a_parent_that_is_read_by_time_keeps_its_state_with_its_child() {
        String yaml = ships("incremental_sync: \"#/definitions/cursor\"")
                .replace(
                        "stream: \"#/definitions/harbours\"",
                        "incremental_dependency: true\n            stream: "
                                + "{$ref: \"#/definitions/harbours\", incremental_sync: \"#/definitions/cursor\"}");
        Reader first = Reader.of("ships", yaml)
                .on("harbours?since=2024-01-01", "[{'id': 1, 'at': '2024-01-04'}]")
                .on("ships/1?since=2024-01-01", "[]");
        assertThat(first.read("{}")).contains("'parent_state':{'harbours':{'at':'2024-01-04'}}");
        Reader second = Reader.of("ships", yaml).on("harbours?since=2024-01-04", "[]");
        assertThat(second.read("{'states': [], 'state': {'at': '2024-01-02'},"
                        + " 'parent_state': {'harbours': {'at': '2024-01-04'}}}"))
                .contains("'parent_state':{'harbours':{'at':'2024-01-04'}}");
    }

    @Test
    void several_routers_give_each_with_each() {
        String yaml = ships("")
                .replace(
                        "      partition_router:\n        type: SubstreamPartitionRouter\n        parent_stream_configs:\n",
                        """
                              partition_router:
                                - type: ListPartitionRouter
                                  values: [x, "y z"]
                                  cursor_field: kind
                                  request_option: {type: RequestOption, inject_into: request_parameter, field_name: kind}
                                - type: SubstreamPartitionRouter
                                  parent_stream_configs:
                        """)
                .replace("          - type: ParentStreamConfig", "            - type: ParentStreamConfig")
                .replace("            stream: \"#", "              stream: \"#")
                .replace("            parent_key: id", "              parent_key: id")
                .replace("            partition_field: harbour", "              partition_field: harbour");
        Reader reader = Reader.of("ships", yaml)
                .on("harbours", "[{'id': 1}, {'id': 2}]")
                .on("harbours?page=2", "[{'id': 3}]");
        for (String kind : List.of("x", "y+z")) {
            for (int id = 1; id <= 3; id++) {
                reader.on("ships/" + id + "?kind=" + kind, "[]");
            }
        }
        reader.read("{}");
        assertThat(reader.asked)
                .containsExactly(
                        "harbours",
                        "harbours?page=2",
                        "ships/1?kind=x",
                        "ships/2?kind=x",
                        "ships/3?kind=x",
                        "ships/1?kind=y+z",
                        "ships/2?kind=y+z",
                        "ships/3?kind=y+z");
    }

    private static String feed(String kind) {
        return PARTS + """
                streams:
                  - $ref: "#/definitions/harbours"
                    incremental_sync:
                      type: DatetimeBasedCursor
                      cursor_field: at
                      datetime_format: "%Y-%m-%d"
                      start_datetime: "2024-01-01"
                """ + "      " + kind + ": true\n";
    }

    @Test
    void a_feed_is_read_until_it_comes_to_what_is_known() {
        Reader reader = Reader.of("harbours", feed("is_data_feed"))
                .on("harbours", "[{'at': '2024-01-09'}, {'at': '2024-01-05'}]")
                .on("harbours?page=2", "[{'at': '2024-01-05'}, {'at': '2024-01-03'}]");
        assertThat(reader.read("{'at': '2024-01-05'}")).isEqualTo("{'at':'2024-01-09'}");
        assertThat(reader.asked).containsExactly("harbours", "harbours?page=2");
        assertThat(reader.records).containsExactly("{'at':'2024-01-09'}", "{'at':'2024-01-05'}", "{'at':'2024-01-05'}");
    }

    @Test
    void what_the_api_does_not_filter_is_filtered_here() {
        Reader reader = Reader.of("harbours", feed("is_client_side_incremental"))
                .on("harbours", "[{'at': '2024-01-03'}, {'at': '2024-01-06'}]")
                .on("harbours?page=2", "[{'n': 1}]");
        assertThat(reader.read("{'at': '2024-01-05'}")).isEqualTo("{'at':'2024-01-06'}");
        assertThat(reader.records).containsExactly("{'at':'2024-01-06'}", "{'n':1}");
    }

    @Test
    void answers_come_to_what_the_manifest_says_of_them() {
        Machine machine = Reader.of("harbours", PARTS + "streams: [\"#/definitions/harbours\"]")
                .machine();
        Machine.Step step = machine.next(machine.start(Map.of()), Tokens.inMemory());
        assertThat(step).isInstanceOf(Machine.Step.Ask.class);
        Position at = ((Machine.Step.Ask) step).at();
        assertThat(machine.answer(at, answer(503, ""), 1)).isInstanceOf(Outcome.Again.class);
        assertThat(machine.answer(at, answer(429, ""), 1))
                .isInstanceOfSatisfying(
                        Outcome.Again.class,
                        again -> assertThat(again.isLimit()).isTrue());
        assertThat(machine.answer(at, answer(403, "{\"message\": \"no\"}"), 1))
                .isEqualTo(new Outcome.Failed("the API answered HTTP 403: no"));
        assertThat(machine.answer(at, answer(200, "[]"), 1)).isInstanceOf(Outcome.Read.class);
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    @Test
    void a_position_of_something_else_is_refused() {
        for (String text : List.of("", "{}", "[1]", "{\"v\":2}", "{\"v\":1,\"way\":7}")) {
            assertThatThrownBy(() -> Position.of(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
