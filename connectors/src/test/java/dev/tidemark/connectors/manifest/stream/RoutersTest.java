package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connectors.manifest.request.Impossible;
import org.junit.jupiter.api.Test;

/** Partitions in groups, and of several routers, as the format describes them, by way of the text of every position. */
class RoutersTest {

    private static final String STREAM = """
            streams:
              - name: items
                retriever:
                  type: SimpleRetriever
                  requester: {type: HttpRequester, url_base: "https://x.io", path: items, request_parameters: {ids: "{{ stream_partition.id | join('.') if stream_partition.id is not string else stream_partition.id }}", of: "{{ stream_slice.extra_fields.kind }}"}}
                  record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
                  partition_router: ROUTER
            CURSOR
            """;
    private static final String PARENT = "{type: SubstreamPartitionRouter, parent_stream_configs: [{type:"
            + " ParentStreamConfig, parent_key: id, partition_field: id, extra_fields: [[kind]], stream: {type:"
            + " DeclarativeStream, name: boxes, retriever: {type: SimpleRetriever, requester: {type: HttpRequester,"
            + " url_base: 'https://x.io', path: boxes}, paginator: {type: DefaultPaginator, page_token_option: {type:"
            + " RequestOption, inject_into: request_parameter, field_name: page}, pagination_strategy: {type:"
            + " PageIncrement, page_size: 2}}, record_selector: {type: RecordSelector, extractor: {type:"
            + " DpathExtractor, field_path: []}}}}}]}";
    private static final String LIST = "{type: ListPartitionRouter, values: [c, d], cursor_field: id}";

    private static Reader reader(String router, String cursor) {
        return Reader.of("items", STREAM.replace("ROUTER", router).replace("CURSOR", cursor));
    }

    @Test
    void partitions_are_grouped_across_the_pages_of_their_parent_and_doubles_are_dropped() {
        Reader reader = reader(
                "{type: GroupingPartitionRouter, group_size: 2, underlying_partition_router: " + PARENT + "}", "");
        reader.on("boxes", "[{'id': 'a', 'kind': 'x'}, {'id': 'b', 'kind': 'y'}]")
                .on("boxes?page=1", "[{'id': 'a', 'kind': 'x'}, {'id': 'c', 'kind': 'z'}]")
                .on("boxes?page=2", "[]")
                .on("items?ids=a.b&of=x&of=y", "[{'n': 1}]")
                .on("items?ids=c&of=z", "[{'n': 2}]");
        reader.read("{}");
        assertThat(reader.asked)
                .containsExactly(
                        "boxes", "items?ids=a.b&of=x&of=y", "boxes?page=1", "boxes?page=2", "items?ids=c&of=z");
        assertThat(reader.records).containsExactly("{'n':1}", "{'n':2}");
    }

    @Test
    void doubles_stay_where_the_manifest_says_so() {
        Reader reader = reader(
                "{type: GroupingPartitionRouter, group_size: 3, deduplicate: false, underlying_partition_router: {type:"
                        + " ListPartitionRouter, values: [a, a, b, c], cursor_field: id}}",
                "");
        reader.on("items?ids=a.a.b", "[]").on("items?ids=c", "[]");
        reader.read("{}");
        assertThat(reader.asked).containsExactly("items?ids=a.a.b", "items?ids=c");
    }

    @Test
    void groups_have_one_state_for_all() {
        Reader reader = reader(
                "{type: GroupingPartitionRouter, group_size: 2, underlying_partition_router: " + LIST + "}",
                "    incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: '%Y-%m-%d',"
                        + " start_datetime: '2024-01-01'}");
        reader.on("items?ids=c.d", "[{'at': '2024-01-05'}]");
        assertThat(reader.read("{}")).startsWith("{'use_global_cursor':true").contains("'state':{'at':'2024-01-05'}");
    }

    @Test
    void routers_are_gone_through_one_after_the_other_and_each_value_is_read_once() {
        Reader reader = reader(
                "{type: UnionPartitionRouter, partition_field: id, partition_routers: [" + PARENT + ", " + LIST + "]}",
                "");
        reader.on("boxes", "[{'id': 'a', 'kind': 'x'}, {'id': 'c', 'kind': 'y'}]")
                .on("boxes?page=1", "[]")
                .on("items?ids=a&of=x", "[{'n': 1}]")
                .on("items?ids=c&of=y", "[{'n': 2}]")
                .on("items?ids=d", "[{'n': 3}]");
        reader.read("{}");
        assertThat(reader.asked)
                .containsExactly("boxes", "items?ids=a&of=x", "items?ids=c&of=y", "boxes?page=1", "items?ids=d");
    }

    @Test
    void a_union_has_a_state_for_each_value_whichever_router_it_came_from() {
        Reader reader = reader(
                "{type: UnionPartitionRouter, partition_field: id, partition_routers: [" + PARENT + ", " + LIST + "]}",
                "    incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: '%Y-%m-%d',"
                        + " start_datetime: '2024-01-01'}");
        reader.on("boxes", "[{'id': 'c', 'kind': 'y'}]")
                .on("items?ids=c&of=y", "[{'at': '2024-01-05'}]")
                .on("items?ids=d", "[{'at': '2024-01-06'}]");
        assertThat(reader.read("{}"))
                .contains("{'partition':{'id':'c'},'cursor':{'at':'2024-01-05'}}")
                .contains("{'partition':{'id':'d'},'cursor':{'at':'2024-01-06'}}");
    }

    @Test
    void a_router_without_the_common_field_stops_the_stream() {
        Reader reader =
                reader("{type: UnionPartitionRouter, partition_field: other, partition_routers: [" + LIST + "]}", "");
        assertThatThrownBy(() -> reader.read("{}"))
                .isInstanceOf(Impossible.class)
                .hasMessageContaining("'other'");
    }
}
