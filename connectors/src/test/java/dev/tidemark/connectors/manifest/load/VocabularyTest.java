package dev.tidemark.connectors.manifest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private final Problems problems = new Problems();
    private final Problems notes = new Problems();

    private void check(String streams) throws BadManifest {
        Vocabulary.check(Manifests.tree("version: 1\ncheck: {}\n" + streams, problems), notes);
    }

    private static List<String> all(Problems told) {
        return told.all().stream().map(Problem::toString).toList();
    }

    @Test
    void a_word_that_is_nearly_a_field_was_meant_to_be_it() throws BadManifest {
        check("""
            streams:
              - name: ships
                retriever:
                  requester: {url_base: x, htp_method: GET}
                  pagiator: {type: NoPagination}
                  record_selector: {extractor: {fieldpath: []}}
            """);
        assertThat(all(problems))
                .containsExactly(
                        "streams[0] (ships).retriever.requester.htp_method: HttpRequester has no field 'htp_method',"
                                + " did you mean 'http_method'?",
                        "streams[0] (ships).retriever.pagiator: SimpleRetriever has no field 'pagiator',"
                                + " did you mean 'paginator'?",
                        "streams[0] (ships).retriever.record_selector.extractor.fieldpath: DpathExtractor has no field"
                                + " 'fieldpath', did you mean 'field_path'?");
    }

    @Test
    void a_field_that_the_format_does_not_have_is_left_aside_and_told() throws BadManifest {
        check("streams: [{name: ships, colour: blue, retriever: {requester: {url_base: x}}}]");
        assertThat(all(problems)).isEmpty();
        assertThat(all(notes))
                .containsExactly(
                        "streams[0] (ships).colour: DeclarativeStream has no field 'colour': it is left aside");
    }

    @Test
    void a_parameter_that_is_handed_down_is_no_strange_field() throws BadManifest {
        check("streams: [{name: ships, $parameters: {colour: blue}, retriever: {requester: {url_base: x}}}]");
        assertThat(all(notes)).isEmpty();
    }

    @Test
    void what_is_no_component_is_not_looked_into() throws BadManifest {
        check("""
            streams:
              - name: ships
                retriever: {requester: {request_body_json: {type: AddFields, colour: blue}}}
                schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {type: RecordFilter}}}
            """);
        assertThat(all(problems)).isEmpty();
        assertThat(all(notes)).isEmpty();
    }

    /** Of a matcher of requests and of ConcurrencyLevel nothing has an effect, and what they are fields of is named. */
    private static final Set<String> WITHOUT_EFFECT_AS_A_WHOLE = Set.of("HttpRequestRegexMatcher", "ConcurrencyLevel");

    @Test
    void every_field_without_effect_is_named_where_a_reader_looks_for_it() throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "connectors", "manifests.md"));
        for (String type : Vocabulary.types()) {
            Vocabulary.fieldsOf(type).forEach((name, kind) -> {
                if (kind == Vocabulary.Kind.WITHOUT_EFFECT && !WITHOUT_EFFECT_AS_A_WHOLE.contains(type)) {
                    assertThat(docs).as(type).contains("`" + name + "`");
                }
            });
        }
    }

    @Test
    void what_does_not_run_here_is_refused_wherever_it_stands() throws BadManifest {
        check("""
            streams:
              - name: ships
                file_uploader: {type: FileUploader}
                retriever: {page_size_reduction: {type: PageSizeReduction}}
            """);
        assertThat(all(problems))
                .containsExactly(
                        "streams[0] (ships): 'file_uploader' of DeclarativeStream does not run here",
                        "streams[0] (ships).retriever: 'page_size_reduction' of SimpleRetriever does not run here");
    }
}
