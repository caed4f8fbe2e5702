package dev.tidemark.connectors.manifest.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TwinsTest {

    private static final String MANIFEST = """
            version: 1
            check: {stream_names: []}
            streams:
              - name: boats
                retriever:
                  requester: {url: "https://x.io/boats"}
                  record_selector:
                    type: RecordSelector
                    extractor: EXTRACTOR
                    record_filter: FILTER
                transformations: [CHANGE]
            spec:
              type: Spec
              connection_specification: {properties: {hidden: {type: string}}}
            """;
    private static final String PATH = "{type: DpathExtractor, field_path: [boats]}";
    private static final String ALL = "{type: RecordFilter, condition: '{{ true }}'}";
    private static final String NOTHING = "{type: RemoveFields, field_pointers: [[x]]}";

    private static String manifest(String extractor, String filter, String change) {
        return MANIFEST.replace("EXTRACTOR", extractor)
                .replace("FILTER", filter)
                .replace("CHANGE", change);
    }

    /** Records as the stream without a schema has them. */
    private static List<Object> records(String manifest, String answer) throws BadManifest, BadPage {
        ManifestSource source = ManifestSource.of("harbour", manifest, InstantSource.fixed(TestAccess.NOW));
        TestAccess access = TestAccess.to(
                source, Map.of("hidden", "Ghost"), Map.of(), ScriptedApi.of(Step.json(200, answer.replace('\'', '"'))));
        StreamSpec boats = source.streams().getFirst();
        Answer.Page page = (Answer.Page) source.read(access, PageRequest.first(boats, new Reading.Everything()));
        RecordingSink sink = new RecordingSink(boats);
        source.records(boats, page.raw(), sink);
        return sink.records().stream()
                .map(r -> (Object) String.valueOf(r.get("record")).replace('"', '\''))
                .toList();
    }

    @Test
    void a_component_named_by_class_runs_as_its_twin() throws BadManifest, BadPage {
        String named = "class_name: source_harbour.components.Knots";
        String manifest = manifest(
                "{type: CustomRecordExtractor, " + named + "}",
                "{type: CustomRecordFilter, " + named + "}",
                "{type: CustomTransformation, " + named + ", field: speed}");
        assertThat(records(manifest, "{'boats': [{'name': 'Ann', 'speed': 7}, {'name': 'Ghost', 'speed': 9}]}"))
                .containsExactly("{'name':'Ann','speed':'7 kn'}");
    }

    @Test
    void a_class_that_is_not_known_is_refused_by_its_name_and_place_and_so_are_fields_that_cannot_work() {
        BadManifest bad = catchThrowableOfType(
                BadManifest.class,
                () -> records(
                        manifest(
                                "{type: CustomRecordExtractor, class_name: a.B}",
                                "{type: CustomRecordFilter, class_name: c.D}",
                                "{type: CustomTransformation, class_name: source_harbour.components.Knots}"),
                        "{}"));
        assertThat(bad.problems())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "line 9, streams[0] (boats).retriever.record_selector.extractor: the type CustomRecordExtractor"
                                + " of class a.B does not run here",
                        "line 10, streams[0] (boats).retriever.record_selector.record_filter: the type"
                                + " CustomRecordFilter of class c.D does not run here",
                        "line 11, streams[0] (boats).transformations[0]: 'field' is missing");
    }

    @Test
    void a_record_is_reshaped_by_templates_whose_values_keep_their_types() throws BadManifest, BadPage {
        String reshape = """
                {type: CustomTransformation, class_name: tidemark.Reshape, record: {id: "{{ record.id }}", \
                port: "{{ record.home.port }}", none: "{{ record.no.such.thing }}", \
                crew: "{{ record.crew | map(attribute='name') | list }}"}}""";
        String answer =
                "{'boats': [{'id': '007', 'home': {'port': 5}, 'crew': [{'name': 'Ann'}, {'name': 'Bo'}], 'x': 1}]}";
        assertThat(records(manifest(PATH, ALL, reshape), answer))
                .containsExactly("{'id':'007','port':5,'none':null,'crew':['Ann','Bo']}");
        assertThat(records(manifest(PATH, ALL, reshape.replace("record: {", "keep: true, record: {")), answer))
                .containsExactly("{'id':'007','home':{'port':5},'crew':['Ann','Bo'],'x':1,'port':5,'none':null}");
    }

    @Test
    void records_are_made_of_rows_and_their_columns() throws BadManifest, BadPage {
        String reshape = """
                {type: CustomRecordExtractor, class_name: tidemark.Reshape, records: "{{ response.rows }}", \
                columns: "{{ response.columns }}", each: {name: "{{ item.name }}", n: "{{ index }}", all: "{{ item }}"}}""";
        assertThat(records(
                        manifest(reshape, ALL, NOTHING),
                        "{'columns': ['name', 'tons'], 'rows': [['Ann', 1.5], ['Bo']]}"))
                .containsExactly(
                        "{'name':'Ann','n':0,'all':{'name':'Ann','tons':1.5}}",
                        "{'name':'Bo','n':1,'all':{'name':'Bo','tons':null}}");
        BadManifest bad = catchThrowableOfType(
                BadManifest.class, () -> records(manifest(reshape.replace("each", "eech"), ALL, NOTHING), "{}"));
        assertThat(bad.problems().getFirst().what()).contains("did you mean 'each'?");
    }
}
