package dev.tidemark.connectors.manifest.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorTest {

    private final Problems problems = new Problems();

    /** A stream's parts besides the path, as JSON with single quotes. */
    private record Parts(String path, String selector, String transformations, String decoder, String schema) {

        static Parts at(String path) {
            return new Parts(path, "", "[]", "JsonDecoder", "{}");
        }

        Parts selector(String more) {
            return new Parts(path, more, transformations, decoder, schema);
        }

        Parts transformations(String list) {
            return new Parts(path, selector, list, decoder, schema);
        }

        Parts decoder(String type) {
            return new Parts(path, selector, transformations, type, schema);
        }

        Parts schema(String json) {
            return new Parts(path, selector, transformations, decoder, json);
        }
    }

    @SuppressWarnings("unchecked")
    private Node node(String json) {
        return new Node((Map<Object, Object>) Json.read(json.replace('\'', '"')), "", problems);
    }

    @SuppressWarnings("unchecked")
    private Selector.Selected select(Parts parts, String answer) {
        Selector selector = Selector.of(
                node("{'transformations': " + parts.transformations() + "}"),
                node("{'decoder': {'type': '" + parts.decoder() + "'}, 'record_selector': {'type': 'RecordSelector',"
                        + " 'extractor': {'type': 'DpathExtractor', 'field_path': " + parts.path() + "}"
                        + parts.selector() + "}}"),
                (Map<Object, Object>) Json.read(parts.schema().replace('\'', '"')),
                false,
                new Expressions(InstantSource.fixed(Instant.EPOCH)));
        Context context = Context.of(Map.of("path", "items")).with("stream_slice", Map.of("part", "p1"));
        return selector.select(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 0, context, record -> true);
    }

    private String records(Parts parts, String answer) {
        return Json.write(select(parts, answer).records()).replace('"', '\'');
    }

    @Test
    void records_are_a_list_or_one_object_at_a_path() {
        assertThat(records(Parts.at("['items']"), "{'items': [{'a': 1}, {'a': 2}]}"))
                .isEqualTo("[{'a':1},{'a':2}]");
        assertThat(records(Parts.at("['{{ config.path }}']"), "{'items': {'a': 1}}"))
                .isEqualTo("[{'a':1}]");
        assertThat(records(Parts.at("[]"), "[{'a': 1}, {'a': 2}]")).isEqualTo("[{'a':1},{'a':2}]");
        assertThat(records(Parts.at("['*', 'x']"), "{'p': {'x': {'a': 1}}, 'q': {'x': {'a': 2}}}"))
                .isEqualTo("[{'a':1},{'a':2}]");
        assertThat(records(Parts.at("['none']"), "{'items': [1]}")).isEqualTo("[]");
        assertThat(records(Parts.at("['items']"), "{'items': null}")).isEqualTo("[]");
        assertThat(records(Parts.at("['items']"), "[{'items': [{'a': 1}]}, {'items': [{'a': 2}]}]"))
                .isEqualTo("[{'a':1},{'a':2}]");
    }

    @Test
    void an_answer_that_cannot_be_decoded_counts_as_empty_and_says_so() {
        Selector.Selected broken = select(Parts.at("['items']"), "<html>");
        assertThat(broken.isReadable()).isFalse();
        assertThat(broken.records()).isEmpty();
        assertThat(select(Parts.at("['items']"), "{}").isReadable()).isTrue();
    }

    @Test
    void a_filter_leaves_records_out_and_they_still_count_as_extracted() {
        Parts parts = Parts.at("[]")
                .selector(", 'record_filter': {'type': 'RecordFilter', 'condition': '{{ record.a > 1 }}'}");
        Selector.Selected selected = select(parts, "[{'a': 1}, {'a': 2}]");
        assertThat(selected.extracted()).isEqualTo(2);
        assertThat(selected.records()).containsExactly(Map.of("a", 2L));
    }

    @Test
    void filtering_comes_before_transforming_unless_said_otherwise() {
        String filter = ", 'record_filter': {'type': 'RecordFilter', 'condition': '{{ record.b }}'}";
        String add = "[{'type': 'AddFields', 'fields': [{'path': ['b'], 'value': 'yes'}]}]";
        assertThat(records(Parts.at("[]").selector(filter).transformations(add), "[{'a': 1}]"))
                .isEqualTo("[]");
        assertThat(records(
                        Parts.at("[]")
                                .selector(filter + ", 'transform_before_filtering': true")
                                .transformations(add),
                        "[{'a': 1}]"))
                .isEqualTo("[{'a':1,'b':'yes'}]");
    }

    @Test
    void added_fields_see_the_record_and_the_slice_and_make_their_parents() {
        String add = "[{'type': 'AddFields', 'fields': [{'path': ['x', 'y'], 'value': '{{ record.a + 1 }}'},"
                + " {'path': ['part'], 'value': '{{ stream_partition.part }}'},"
                + " {'path': ['none'], 'value': '{{ record.absent }}'},"
                + " {'path': ['text'], 'value': '{{ record.a }}', 'value_type': 'string'},"
                + " {'path': ['whole'], 'value': '7', 'value_type': 'integer'},"
                + " {'path': ['real'], 'value': '7', 'value_type': 'number'}]}]";
        assertThat(records(Parts.at("[]").transformations(add), "[{'a': 1}]"))
                .isEqualTo("[{'a':1,'x':{'y':2},'part':'p1','none':'','text':'1','whole':7,'real':'7'}]");
    }

    @Test
    void fields_are_removed_by_path_where_the_condition_holds_for_their_value() {
        String remove = "[{'type': 'RemoveFields', 'field_pointers': [['a'], ['d', 'e']]},"
                + " {'type': 'RemoveFields', 'field_pointers': [['*']], 'condition': '{{ property == 3 }}'}]";
        assertThat(records(Parts.at("[]").transformations(remove), "[{'a': 1, 'b': 2, 'c': 3, 'd': {'e': 4}}]"))
                .isEqualTo("[{'b':2,'d':{}}]");
    }

    @Test
    void keys_are_lowered_and_replaced() {
        assertThat(records(Parts.at("[]").transformations("[{'type': 'KeysToLower'}]"), "[{'A': {'B': 1}}]"))
                .isEqualTo("[{'a':{'B':1}}]");
        assertThat(records(
                        Parts.at("[]").transformations("[{'type': 'KeysReplace', 'old': ' ', 'new': '_'}]"),
                        "[{'a b': {'c d': 1}}]"))
                .isEqualTo("[{'a_b':{'c_d':1}}]");
    }

    @Test
    void nested_fields_are_brought_up() {
        assertThat(records(Parts.at("[]").transformations("[{'type': 'FlattenFields'}]"), "[{'a': {'b': 1}, 'c': 2}]"))
                .isEqualTo("[{'c':2,'b':1}]");
        String one = "[{'type': 'DpathFlattenFields', 'field_path': ['a'], 'delete_origin_value': true}]";
        assertThat(records(Parts.at("[]").transformations(one), "[{'a': {'b': 1}, 'c': 2}]"))
                .isEqualTo("[{'c':2,'b':1}]");
        assertThat(records(Parts.at("[]").transformations(one), "[{'a': {'c': 1}, 'c': 2}]"))
                .isEqualTo("[{'a':{'c':1},'c':2}]");
    }

    @Test
    void values_are_cast_to_the_one_type_of_their_field() {
        Parts parts = Parts.at("[]")
                .selector(", 'schema_normalization': 'Default'")
                .schema("{'type': 'object', 'properties': {'n': {'type': 'number'}, 'i': {'type': ['null', 'integer']},"
                        + " 's': {'type': 'string'}, 'b': {'type': 'boolean'}, 'm': {'type': ['string', 'integer']},"
                        + " 'l': {'type': 'array', 'items': {'type': 'string'}},"
                        + " 'o': {'type': 'object', 'properties': {'x': {'type': 'integer'}}}}}");
        assertThat(records(parts, "[{'n': '1.5', 'i': '7', 's': 3, 'b': 'yes', 'm': 1, 'l': 'one', 'o': {'x': '2'}}]"))
                .isEqualTo("[{'n':1.5,'i':7,'s':'3','b':true,'m':1,'l':['one'],'o':{'x':2}}]");
        assertThat(records(parts, "[{'n': 'many', 'i': null, 'b': 'perhaps', 'extra': 1}]"))
                .isEqualTo("[{'n':'many','i':null,'b':'perhaps','extra':1}]");
    }

    @Test
    void lines_and_xml_are_decoded() {
        assertThat(records(Parts.at("[]").decoder("JsonlDecoder"), "{'a': 1}\nbroken\n\n{'a': 2}"))
                .isEqualTo("[{'a':1},{'a':2}]");
        assertThat(records(Parts.at("[]").decoder("IterableDecoder"), "x\ny"))
                .isEqualTo("[{'record':'x'},{'record':'y'}]");
        assertThat(records(Parts.at("['r', 'i']").decoder("XmlDecoder"), "<r><i n='1'>a</i><i>b</i><i><k/></i></r>"))
                .isEqualTo("[{'@n':'1','#text':'a'},'b',{'k':null}]");
    }

    @Test
    void rows_of_text_are_records_by_the_names_in_the_first() {
        assertThat(records(Parts.at("[]").decoder("CsvDecoder"), "id,name\r\n1,Argo\n\n2,'a, ''b''\n2'\n3\n"))
                .isEqualTo("[{'id':'1','name':'Argo'},{'id':'2','name':'a, \\'b\\'\\n2'},{'id':'3','name':null}]");
        assertThat(records(
                        Parts.at("[]").decoder("CsvDecoder', 'delimiter': ';', 'set_values_to_none': ['NA'], 'x': '"),
                        "a;b\nNA;1"))
                .isEqualTo("[{'a':null,'b':'1'}]");
    }

    @Test
    void packed_answers_are_opened_and_others_read_as_they_are() throws java.io.IOException {
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(packed)) {
            gzip.write("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        }
        Decoder decoder = Decoder.of(node("{'decoder': {'type': 'GzipDecoder', 'decoder': {'type': 'JsonDecoder'}}}"));
        assertThat(decoder.bodies(packed.toByteArray(), 0)).contains(java.util.List.of(Map.of("a", 1L)));
        assertThat(decoder.bodies("{\"a\": 1}".getBytes(StandardCharsets.UTF_8), 0))
                .contains(java.util.List.of(Map.of("a", 1L)));
        assertThat(decoder.bodies(java.util.Arrays.copyOf(packed.toByteArray(), 15), 0))
                .isEmpty();
    }

    @Test
    void what_cannot_run_is_a_problem() {
        select(
                new Parts(
                        "[]",
                        ", 'schema_normalization': 'Custom'",
                        "[{'type': 'CustomTransformation'," + " 'class_name': 'x.Y'}]",
                        "PalmDecoder",
                        "{}"),
                "[]");
        assertThat(problems.all())
                .extracting(Problem::what)
                .containsExactlyInAnyOrder(
                        "the type PalmDecoder does not run here",
                        "the type CustomTransformation of class x.Y does not run here",
                        "'schema_normalization' is None or Default");
    }

    @Test
    void keys_are_written_in_snake_case_at_every_depth_of_maps() {
        assertThat(
                        records(
                                Parts.at("[]").transformations("[{'type': 'KeysToSnakeCase'}]"),
                                "[{'FirstName': 1, 'HTTPStatus': {'Größe (cm)': 2}, 'a-b': [{'NotHere': 3}], '2ndTry': 4, '_x': 5}]"))
                .isEqualTo(
                        "[{'first_name':1,'httpstatus':{'grosse_cm_':2},'a_b':[{'NotHere':3}],'_2_nd_try':4,'_x':5}]");
    }
}
