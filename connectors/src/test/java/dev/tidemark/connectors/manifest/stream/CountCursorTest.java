package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CountCursorTest {

    private static final String SHIPS = """
        streams:
          - name: ships
            incremental_sync:
              type: IncrementingCountCursor
              cursor_field: number
              start_value: 5
              start_value_option: {type: RequestOption, inject_into: request_parameter, field_name: above}
            retriever:
              type: SimpleRetriever
              requester: {url_base: https://x.io, path: ships}
              record_selector: {extractor: {field_path: []}}
              paginator:
                type: DefaultPaginator
                page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                pagination_strategy: {type: PageIncrement, page_size: 2, start_from_page: 1}
        """;

    @Test
    void a_pass_begins_behind_the_greatest_number_of_the_last() {
        Reader first = Reader.of("ships", SHIPS)
                .on("ships?above=5", "[{'number': 6}, {'number': '9'}]")
                .on("ships?page=2&above=5", "[{'number': 7}]");
        assertThat(first.read("{}")).isEqualTo("{'number':9}");
        Reader second = Reader.of("ships", SHIPS).on("ships?above=9", "[{'name': 'has none'}]");
        assertThat(second.read("{'number': 9}")).isEqualTo("{'number':9}");
        assertThat(second.records).hasSize(1);
    }

    @Test
    void numbers_may_be_as_long_as_those_of_the_longest_ids() {
        Reader reader =
                Reader.of("ships", SHIPS).on("ships?above=1789012345678901234", "[{'number': 1789012345678901235}]");
        assertThat(reader.read("{'number': 1789012345678901234}")).isEqualTo("{'number':1789012345678901235}");
    }

    @Test
    void the_state_moves_only_when_all_pages_are_read() {
        Reader reader = Reader.of("ships", SHIPS).on("ships?above=5", "[{'number': 6}, {'number': 9}]");
        String half = reader.read(reader.machine().start(java.util.Map.of()).text(), 1);
        assertThat(half).isEqualTo("{'number':5}");
    }

    @Test
    void it_is_not_for_streams_with_partitions() {
        String yaml = SHIPS.replace(
                "      type: SimpleRetriever",
                "      type: SimpleRetriever\n"
                        + "      partition_router: {type: ListPartitionRouter, values: [a], cursor_field: kind}");
        BadManifest bad = catchThrowableOfType(
                BadManifest.class,
                () -> Manifest.load("version: 1\ncheck: {stream_names: []}\n" + yaml, InstantSource.system()));
        assertThat(bad.problems())
                .extracting(Problem::what)
                .containsExactly("an IncrementingCountCursor is for streams without partitions");
    }
}
