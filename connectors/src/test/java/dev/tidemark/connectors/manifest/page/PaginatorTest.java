package dev.tidemark.connectors.manifest.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaginatorTest {

    private static final Context CONTEXT = Context.of(Map.of("size", 2L, "word", "two"));

    private final Problems problems = new Problems();

    @SuppressWarnings("unchecked")
    private Paginator paginator(String strategy) {
        String json = ("{'paginator': {'type': 'DefaultPaginator', 'pagination_strategy': " + strategy + "}}")
                .replace('\'', '"');
        return Paginator.of(
                new Node((Map<Object, Object>) Json.read(json), "", problems),
                new Expressions(InstantSource.fixed(Instant.EPOCH)));
    }

    private static LastPage last(long extracted, Optional<Object> token) {
        return last("{}", extracted, token);
    }

    private static LastPage last(String response, long extracted, Optional<Object> token) {
        return new LastPage(
                Json.read(response.replace('\'', '"')),
                Links.headers(Map.of(
                        "Link",
                        "<https://x.io/?p=2>; rel=\"next\", <https://x.io/?p=9>; rel=\"last\"",
                        "X-Next",
                        "n3")),
                extracted,
                extracted,
                extracted == 0 ? Optional.empty() : Optional.of(Map.of("id", 41L)),
                token,
                CONTEXT);
    }

    @Test
    void a_retriever_without_paginator_has_one_page() {
        Paginator one =
                Paginator.of(new Node(Map.of(), "", problems), new Expressions(InstantSource.fixed(Instant.EPOCH)));
        assertThat(one.first()).isEmpty();
        assertThat(one.next(last(100, Optional.empty()))).isEmpty();
    }

    @Test
    void offsets_count_records_until_a_page_is_not_full() {
        Paginator offset = paginator("{'type': 'OffsetIncrement', 'page_size': 2}");
        assertThat(offset.first()).isEmpty();
        assertThat(offset.next(last(2, Optional.empty()))).contains(2L);
        assertThat(offset.next(last(2, Optional.of(2L)))).contains(4L);
        assertThat(offset.next(last(1, Optional.of(4L)))).isEmpty();
        assertThat(paginator(
                                "{'type': 'OffsetIncrement', 'page_size': '{{ config.size }}', 'inject_on_first_request': true}")
                        .first())
                .contains(0L);
    }

    @Test
    void without_a_size_pages_go_on_until_an_empty_one() {
        Paginator pages = paginator("{'type': 'PageIncrement', 'start_from_page': 1}");
        assertThat(pages.next(last(1, Optional.empty()))).contains(2L);
        assertThat(pages.next(last(1, Optional.of(2L)))).contains(3L);
        assertThat(pages.next(last(0, Optional.of(3L)))).isEmpty();
    }

    @Test
    void a_cursor_is_taken_from_the_answer_the_headers_or_the_last_record() {
        assertThat(paginator("{'type': 'CursorPagination', 'cursor_value': '{{ response.next }}'}")
                        .next(last("{'next': 'abc'}", 1, Optional.empty())))
                .contains("abc");
        assertThat(paginator("{'type': 'CursorPagination', 'cursor_value': '{{ headers.link.next.url }}'}")
                        .next(last(1, Optional.empty())))
                .contains("https://x.io/?p=2");
        assertThat(paginator("{'type': 'CursorPagination', 'cursor_value': '{{ headers[\\'x-next\\'] }}'}"
                                .replace("\\'", "\\\""))
                        .next(last(1, Optional.empty())))
                .contains("n3");
        assertThat(paginator("{'type': 'CursorPagination', 'cursor_value': '{{ last_record.id + last_page_size }}'}")
                        .next(last(3, Optional.empty())))
                .contains(44L);
    }

    @Test
    void a_cursor_ends_where_it_says_so_or_where_there_is_none() {
        Paginator cursor = paginator("{'type': 'CursorPagination', 'cursor_value': '{{ response.next }}',"
                + " 'stop_condition': '{{ not response.more }}'}");
        assertThat(cursor.next(last("{'next': 'abc', 'more': true}", 1, Optional.empty())))
                .contains("abc");
        assertThat(cursor.next(last("{'next': 'abc', 'more': false}", 1, Optional.empty())))
                .isEmpty();
        assertThat(cursor.next(last("{'more': true}", 1, Optional.empty()))).isEmpty();
    }

    @Test
    void a_token_may_be_the_address_of_the_page() {
        Paginator paginator = paginator(
                "{'type': 'CursorPagination', 'cursor_value': 'x'}," + " 'page_token_option': {'type': 'RequestPath'}");
        assertThat(paginator.address(Optional.of("https://x.io/?p=2"))).contains("https://x.io/?p=2");
        assertThat(paginator.address(Optional.empty())).isEmpty();
    }

    @Test
    void a_size_that_is_no_number_stops_the_stream() {
        Paginator paginator = paginator("{'type': 'PageIncrement', 'page_size': '{{ config.word }}'}");
        assertThatThrownBy(() -> paginator.next(last(1, Optional.empty()))).isInstanceOf(Impossible.class);
    }

    @Test
    void a_size_option_needs_a_size() {
        paginator("{'type': 'OffsetIncrement'}, 'page_size_option': {'inject_into': 'header', 'field_name': 'n'}");
        assertThat(problems.all()).singleElement().asString().contains("'page_size_option' needs a 'page_size'");
    }
}
