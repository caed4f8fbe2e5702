package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagesAnewTest {

    private static String ships(String reset, String handler) {
        return """
            streams:
              - name: ships
                incremental_sync:
                  type: DatetimeBasedCursor
                  cursor_field: at
                  datetime_format: "%Y-%m-%d"
                  start_datetime: "2024-01-01"
                  start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: since}
                retriever:
                  type: SimpleRetriever
                  requester:
                    url_base: https://x.io
                    path: ships
                    error_handler: HANDLER
                  record_selector: {extractor: {field_path: []}}
                  paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                    pagination_strategy: {type: PageIncrement, page_size: 2, start_from_page: 1}
            """.replace("HANDLER", handler) + reset.indent(6);
    }

    private static final String REFUSED = "{response_filters: [{http_codes: [410], action: RESET_PAGINATION}]}";
    private static final String SPLIT = "pagination_reset: {type: PaginationReset, action: SPLIT_USING_CURSOR, limits:"
            + " {type: PaginationResetLimits, number_of_records: 4}}";

    private static Reader many() {
        return Reader.of("ships", ships(SPLIT, "{}"))
                .on("ships?since=2024-01-01", "[{'at': '2024-01-02'}, {'at': '2024-01-03'}]")
                .on("ships?page=2&since=2024-01-01", "[{'at': '2024-01-04'}, {'at': '2024-01-05'}]")
                .on("ships?since=2024-01-05", "[{'at': '2024-01-05'}, {'at': '2024-01-06'}]")
                .on("ships?page=2&since=2024-01-05", "[{'at': '2024-01-07'}]");
    }

    @Test
    void the_pages_of_a_window_begin_anew_behind_the_last_record_once_there_were_too_many() {
        Reader reader = many();
        assertThat(reader.read("{}")).isEqualTo("{'at':'2024-01-07'}");
        assertThat(reader.asked)
                .containsExactly(
                        "ships?since=2024-01-01",
                        "ships?page=2&since=2024-01-01",
                        "ships?since=2024-01-05",
                        "ships?page=2&since=2024-01-05");
    }

    @Test
    void reading_goes_on_in_what_is_left_of_a_window() {
        Reader whole = many();
        String end = whole.read("{}");
        for (int i = 0; i < whole.positions.size(); i++) {
            Reader rest = many();
            assertThat(rest.read(whole.positions.get(i), 100)).isEqualTo(end);
            assertThat(rest.asked).isEqualTo(whole.asked.subList(i, whole.asked.size()));
        }
    }

    @Test
    void pages_that_come_no_further_fail_and_are_not_asked_for_ever() {
        Reader reader = Reader.of("ships", ships(SPLIT, "{}"))
                .on("ships?since=2024-01-05", "[{'at': '2024-01-05'}, {'at': '2024-01-05'}]")
                .on("ships?page=2&since=2024-01-05", "[{'at': '2024-01-05'}, {'at': '2024-01-05'}]");
        reader.read("{'at': '2024-01-05'}");
        assertThat(reader.failure).contains("would begin anew where they began", "more than 4 records");
    }

    @Test
    void an_api_that_lets_go_of_its_pages_is_asked_for_the_first_again() {
        Reader reader = Reader.of("ships", ships("", REFUSED))
                .on("ships?since=2024-01-01", "[{'at': '2024-01-02'}, {'at': '2024-01-03'}]")
                .refuseOnce("ships?page=2&since=2024-01-01", 410)
                .on("ships?page=2&since=2024-01-01", "[{'at': '2024-01-04'}]");
        assertThat(reader.read("{}")).isEqualTo("{'at':'2024-01-04'}");
        assertThat(reader.asked)
                .containsExactly(
                        "ships?since=2024-01-01",
                        "ships?page=2&since=2024-01-01",
                        "ships?since=2024-01-01",
                        "ships?page=2&since=2024-01-01");
    }

    @Test
    void an_api_that_lets_go_of_the_same_pages_twice_is_a_failure() {
        Reader reader = Reader.of("ships", ships("pagination_reset: {type: PaginationReset, action: RESET}", REFUSED))
                .refuseOnce("ships?since=2024-01-01", 410)
                .on("ships?since=2024-01-01", "[]");
        String begun = reader.read("{}");
        assertThat(reader.failure).isEmpty();
        assertThat(begun).isEqualTo("{'at':'2024-01-01'}");
        reader.refuseOnce("ships?since=2024-01-01", 410).read(reader.positions.get(1), 10);
        assertThat(reader.failure).contains("would begin anew where they began");
    }
}
