package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept between two requests stays small, however many partitions there are. */
class ManyPartitionsTest {

    private static final int MANY = 12_000;
    private static final int PAGE = 500;

    private static String items(String router, String cursor) {
        return """
            version: 1
            check: {stream_names: []}
            definitions:
              parent:
                type: SubstreamPartitionRouter
                parent_stream_configs:
                  - parent_key: id
                    partition_field: id
                    stream:
                      name: boxes
                      retriever:
                        requester: {url_base: https://x.io, path: boxes}
                        record_selector: {extractor: {field_path: []}}
                        paginator:
                          type: DefaultPaginator
                          page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                          pagination_strategy: {type: PageIncrement, page_size: 500, inject_on_first_request: true}
            streams:
              - name: items
                retriever:
                  requester: {url_base: https://x.io, path: items}
                  record_selector: {extractor: {field_path: []}}
                  partition_router: ROUTER
            CURSOR
            """.replace("ROUTER", router).replace(
                "CURSOR",
                cursor.isEmpty()
                        ? ""
                        : ("incremental_sync: {type: DatetimeBasedCursor, cursor_field: at,"
                                        + " datetime_format: '%Y-%m-%d', start_datetime: '2024-01-01'" + cursor
                                        + "}")
                                .indent(4));
    }

    /** Reads a pass; the greatest length of a position in it, of those between the reading of two partitions. */
    private static int longest(String yaml) throws BadManifest {
        StreamModel stream = Manifest.load(yaml, InstantSource.fixed(Reader.NOW))
                .variants("items", Map.of())
                .getFirst();
        Machine machine = new Machine(stream, Map.of(), InstantSource.fixed(Reader.NOW), Rigour.AS_WRITTEN);
        Position at = machine.start(Map.of());
        int longest = 0;
        for (int i = 0; machine.next(at, Tokens.inMemory()) instanceof Machine.Step.Ask ask; i++) {
            String url = ask.call().url();
            String body = url.contains("boxes?page=")
                    ? boxes(Integer.parseInt(url.substring(url.indexOf('=') + 1)))
                    : "[{\"at\":\"2024-01-05\"}]";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            Outcome.Read read =
                    (Outcome.Read) machine.answer(ask.at(), new HttpAnswer(200, Map.of(), bytes, Duration.ZERO), 1);
            at = read.next();
            if (i % 250 == 0) {
                longest = Math.max(longest, at.text().length());
            }
        }
        return Math.max(longest, at.text().length());
    }

    private static String boxes(int page) {
        return IntStream.range(page * PAGE, Math.min(MANY, (page + 1) * PAGE))
                .mapToObj(id -> "{\"id\":" + id + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void one_cursor_for_all_does_not_remember_them_all() throws BadManifest {
        assertThat(longest(items("\"#/definitions/parent\"", ", global_substream_cursor: true")))
                .isLessThan(120_000);
    }

    @Test
    void a_stream_without_a_cursor_remembers_a_page_of_parents() throws BadManifest {
        assertThat(longest(items("\"#/definitions/parent\"", ""))).isLessThan(30_000);
    }

    @Test
    void each_with_each_remembers_a_page_of_parents() throws BadManifest {
        assertThat(longest(items(
                        "[\"#/definitions/parent\", {type: ListPartitionRouter, values: [a], cursor_field: kind}]",
                        "")))
                .isLessThan(30_000);
    }

    @Test
    void groups_remember_the_latest() throws BadManifest {
        assertThat(longest(items(
                        "{type: GroupingPartitionRouter, group_size: 10, underlying_partition_router:"
                                + " \"#/definitions/parent\"}",
                        "")))
                .isLessThan(60_000);
    }
}
