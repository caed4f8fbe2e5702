package dev.tidemark.connectors.manifest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequesterTest {

    private static final Expressions EXPRESSIONS =
            new Expressions(InstantSource.fixed(Instant.parse("2024-05-06T07:08:09Z")));

    private final Problems problems = new Problems();

    @SuppressWarnings("unchecked")
    private Node node(String json) {
        return new Node((Map<Object, Object>) Json.read(json.replace('\'', '"')), "", problems);
    }

    private Call call(String json, Options more) {
        Map<Object, Object> config = Map.of("id", 7L, "nothing", None.NONE, "name", "a&b");
        Context context = Context.of(config).with("stream_slice", Map.of("part", "p1"));
        return Requester.of(node(json), EXPRESSIONS).call(context, Optional.empty(), more, Map.of());
    }

    private Call call(String json) {
        return call(json, new Options());
    }

    @Test
    void base_path_and_parameters_make_the_address() {
        Call call = call("{'url_base': 'https://x.io/v1', 'path': '/ships/{{ stream_slice.part }}',"
                + " 'request_parameters': {'n': '{{ config.name }}', 'when': '{{ now_utc() }}'}}");
        assertThat(call.method()).isEqualTo("GET");
        assertThat(call.url()).isEqualTo("https://x.io/v1/ships/p1?n=a%26b&when=2024-05-06+07%3A08%3A09%2B00%3A00");
        assertThat(call.headers()).isEqualTo(Map.of("Accept", "*/*"));
        assertThat(call.body()).isEmpty();
    }

    @Test
    void parameters_keep_texts_and_lists_and_spell_null() {
        Call call = call("{'url_base': 'https://x.io/', 'request_parameters': {'null': '{{ config.nothing }}',"
                + " 'gone': '{{ config.absent }}', 'deep': '{{ config.absent.more }}', 'number': '{{ 5 }}',"
                + " 'yes': '{{ true }}', 'list': '{{ [1, 2] }}', 'seven': 7}}");
        assertThat(call.url()).isEqualTo("https://x.io/?null=None&number=5&yes=True&list=1&list=2&seven=7");
    }

    @Test
    void headers_drop_null_and_are_text() {
        Call call = call("{'url_base': 'https://x.io/', 'request_headers': {'a': '{{ config.id }}',"
                + " 'b': '{{ config.nothing }}', 'accept': 'text/csv'}}");
        assertThat(call.headers()).isEqualTo(Map.of("a", "7", "accept", "text/csv"));
    }

    @Test
    void a_json_body_keeps_types_and_drops_null() {
        Call call = call(
                "{'url_base': 'https://x.io/', 'http_method': 'POST', 'request_body_json': {'id': '{{ config.id }}',"
                        + " 'no': '{{ config.nothing }}', 'deep': {'yes': '{{ true }}', 'list': ['{{ 1 }}', 'x']}}}");
        assertThat(call.body()).contains("{\"id\":7,\"deep\":{\"yes\":true,\"list\":[1,\"x\"]}}");
        assertThat(call.headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void a_json_body_may_be_one_template() {
        Call call = call("{'url_base': 'https://x.io/', 'http_method': 'POST',"
                + " 'request_body_json': '{{ {\\'a\\': config.id} }}'}".replace("\\'", "\\\""));
        assertThat(call.body()).contains("{\"a\":7}");
    }

    @Test
    void a_form_is_encoded_and_a_text_is_sent_as_it_is() {
        Call form =
                call("{'url_base': 'https://x.io/', 'http_method': 'POST', 'request_body_data': {'a': 'x y', 'b': '{{ 1"
                        + " }}'}}");
        assertThat(form.body()).contains("a=x+y&b=1");
        assertThat(form.headers()).containsEntry("Content-Type", "application/x-www-form-urlencoded");
        Call text =
                call("{'url_base': 'https://x.io/', 'http_method': 'POST', 'request_body_data': 'id {{ config.id }}'}");
        assertThat(text.body()).contains("id 7");
    }

    @Test
    void a_delete_has_no_body() {
        assertThat(call("{'url_base': 'https://x.io/', 'http_method': 'DELETE', 'request_body_json': {'a': 1}}")
                        .body())
                .isEmpty();
    }

    @Test
    void two_that_set_the_same_clash_except_in_a_json_body() {
        Options more = new Options();
        more.put(Into.QUERY, "a", 1L);
        assertThatThrownBy(() -> call("{'url_base': 'https://x.io/', 'request_parameters': {'a': '1'}}", more))
                .isInstanceOf(Impossible.class)
                .hasMessageContaining("'a'");
        Options equal = new Options();
        equal.put(Into.JSON, "a", 1L);
        assertThat(call("{'url_base': 'https://x.io/', 'http_method': 'POST', 'request_body_json': {'a': 1}}", equal)
                        .body())
                .contains("{\"a\":1}");
    }

    @Test
    void the_address_of_the_next_page_takes_the_place_of_the_path() {
        Requester requester = Requester.of(
                node("{'url_base': 'https://x.io/v1', 'path': 'ships', 'request_parameters': {'a': '1', 'b': '2'}}"),
                EXPRESSIONS);
        Call call = requester.call(
                Context.of(Map.of()), Optional.of("/v2/more?a=1&b=3"), new Options(), Map.of("Authorization", "me"));
        assertThat(call.url()).isEqualTo("https://x.io/v2/more?a=1&b=3&b=2");
        assertThat(call.headers()).containsEntry("Authorization", "me");
    }

    @Test
    void parameters_may_be_one_template_that_comes_to_a_map() {
        Requester requester = Requester.of(
                node("{'url_base': 'https://x.io/v1', 'path': 'ships', 'request_parameters': '{{ config.more }}'}"),
                EXPRESSIONS);
        Context context = Context.of(Map.of("more", Map.of("a", "1")));
        assertThat(requester
                        .call(context, Optional.empty(), new Options(), Map.of())
                        .url())
                .isEqualTo("https://x.io/v1/ships?a=1");
        assertThat(requester
                        .call(Context.of(Map.of("more", "none")), Optional.empty(), new Options(), Map.of())
                        .url())
                .isEqualTo("https://x.io/v1/ships");
    }

    @Test
    void what_cannot_run_is_a_problem() {
        Requester.of(
                node("{'type': 'HttpRequester', 'http_method': 'FETCH', 'request_parameters': ['a'], 'path': '{{ 1'}"),
                EXPRESSIONS);
        assertThat(problems.all())
                .extracting(p -> p.what().replaceAll(": Template.*", ""))
                .anySatisfy(what -> assertThat(what).contains("FETCH"))
                .anySatisfy(what -> assertThat(what).contains("'url_base' or 'url' is missing"))
                .anySatisfy(what -> assertThat(what).contains("'request_parameters' should be a map"))
                .anySatisfy(what -> assertThat(what).contains("not a template: {{ 1"));
    }
}
