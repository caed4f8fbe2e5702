package dev.tidemark.connectors.manifest.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpanderTest {

    private final Problems problems = new Problems();

    @SuppressWarnings("unchecked")
    private List<String> records(String expander, String body) {
        String json = ("{'type': 'DpathExtractor', 'field_path': ['data'], 'record_expander': {" + expander + "}}")
                .replace('\'', '"');
        Node node = new Node((Map<Object, Object>) Json.read(json), "extractor", problems);
        List<Object> records = new ArrayList<>();
        Extractor.read(node, new Expressions(InstantSource.system()))
                .extract(Json.read(body.replace('\'', '"')), Context.of(Map.of()), records);
        return records.stream().map(r -> Json.write(r).replace('"', '\'')).toList();
    }

    private static final String PATH = "'expand_records_from_field': ['lines', 'data']";
    private static final String BODY =
            "{'data': [{'id': 1, 'lines': {'more': true, 'data': [{'n': 1}, {'n': 2, 'id': 9}]}}, {'id': 2}]}";

    @Test
    void each_item_of_the_list_is_a_record() {
        assertThat(records(PATH, BODY)).containsExactly("{'n':1}", "{'n':2,'id':9}");
    }

    @Test
    void a_record_without_items_stays_where_the_manifest_says_so() {
        assertThat(records(PATH + ", 'on_no_records': 'emit_parent'", BODY))
                .containsExactly("{'n':1}", "{'n':2,'id':9}", "{'id':2}");
    }

    @Test
    void items_may_hold_the_record_they_are_of() {
        assertThat(records(PATH + ", 'remain_original_record': true", BODY).getFirst())
                .isEqualTo("{'n':1,'original_record':{'id':1,'lines':{'more':true,'data':[{'n':1},{'n':2,'id':9}]}}}");
    }

    @Test
    void items_may_get_the_records_fields_and_their_own_win() {
        assertThat(records(PATH + ", 'merge_parent': true", BODY))
                .containsExactly("{'id':1,'lines':{'more':true},'n':1}", "{'id':9,'lines':{'more':true},'n':2}");
    }

    @Test
    void items_may_get_single_values_of_the_record() {
        String fields = ", 'parent_fields': [{'parent_path': ['id'], 'record_path': ['of', 'order']},"
                + " {'parent_path': ['none'], 'record_path': ['none']}]";
        assertThat(records(PATH + fields, BODY))
                .containsExactly("{'n':1,'of':{'order':1},'none':null}", "{'n':2,'id':9,'of':{'order':1},'none':null}");
    }

    @Test
    void a_pattern_finds_several_lists_and_items_need_not_be_objects() {
        String body = "{'data': [{'parts': [{'items': [1, 2]}, {'items': ['x']}, {'items': {}}]}]}";
        String path = "'expand_records_from_field': ['parts', '*', 'items']";
        assertThat(records(path, body)).containsExactly("1", "2", "'x'");
        assertThat(records(
                        path + ", 'parent_fields': [{'parent_path': ['parts', '1', 'items'], 'record_path': ['p']}]",
                        body))
                .containsExactly("{'value':1,'p':['x']}", "{'value':2,'p':['x']}", "{'value':'x','p':['x']}");
    }

    @Test
    void what_does_not_fit_is_told() {
        records("'on_no_records': 'fail', 'parent_fields': [{'parent_path': ['*'], 'record_path': ['x']}]", BODY);
        assertThat(problems.all())
                .extracting(Problem::what)
                .containsExactly(
                        "'expand_records_from_field' is missing",
                        "'on_no_records' is skip or emit_parent, not fail",
                        "'parent_path' names one field, and no pattern");
    }
}
