package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connectors.manifest.load.BadManifest;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryPropertiesTest {

    /** A stream of ships, of which the properties are asked for in {@code fields}. */
    private static String ships(String properties) {
        return """
            streams:
              - name: ships
                primary_key: id
                retriever:
                  type: SimpleRetriever
                  requester:
                    url_base: https://x.io
                    path: ships
                    request_parameters:
                      kind: all
                      fields: PROPERTIES
                  record_selector: {extractor: {field_path: [data]}}
                  paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: after}
                    pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.next }}"}
            """.replace("PROPERTIES", properties);
    }

    private static final String CHUNKED = "{type: QueryProperties, property_list: [name, flag, crew],"
            + " always_include_properties: [id], property_chunking: {type: PropertyChunking,"
            + " property_limit_type: property_count, property_limit: 2}}";

    @Test
    void the_names_stand_in_the_parameter_that_is_a_component() {
        Reader reader = Reader.of("ships", ships("{type: QueryProperties, property_list: [name, flag]}"))
                .on("ships?kind=all&fields=name%2Cflag", "{'data': [{'id': 1, 'name': 'a'}]}");
        reader.read("{}");
        assertThat(reader.records).containsExactly("{'id':1,'name':'a'}");
    }

    @Test
    void records_of_several_requests_become_one_by_their_key() {
        Reader reader = chunked();
        reader.read("{}");
        assertThat(reader.records)
                .containsExactly(
                        "{'id':1,'name':'a','more':{'n':1,'c':7},'flag':'x','crew':7}",
                        "{'id':2,'name':'b','crew':8}",
                        "{'id':3,'name':'c','crew':9}");
        assertThat(reader.asked)
                .containsExactly(
                        "ships?kind=all&fields=id%2Cname%2Cflag",
                        "ships?kind=all&fields=id%2Ccrew",
                        "ships?kind=all&after=p2&fields=id%2Cname%2Cflag",
                        "ships?kind=all&after=p2&fields=id%2Ccrew");
    }

    private static Reader chunked() {
        return Reader.of("ships", ships(CHUNKED))
                .on(
                        "ships?kind=all&fields=id%2Cname%2Cflag",
                        "{'data': [{'id': 1, 'name': 'a', 'more': {'n': 1}, 'flag': 'x'}, {'id': 2, 'name': 'b'}]}")
                .on(
                        "ships?kind=all&fields=id%2Ccrew",
                        "{'data': [{'id': 2, 'crew': 8}, {'id': 1, 'more': {'c': 7}, 'crew': 7}], 'next': 'p2'}")
                .on("ships?kind=all&after=p2&fields=id%2Cname%2Cflag", "{'data': [{'id': 3, 'name': 'c'}]}")
                .on("ships?kind=all&after=p2&fields=id%2Ccrew", "{'data': [{'id': 3, 'crew': 9}]}");
    }

    @Test
    void reading_goes_on_between_the_requests_of_one_page() {
        Reader whole = chunked();
        whole.read("{}");
        for (int i = 0; i < whole.positions.size(); i++) {
            Reader rest = chunked();
            rest.read(whole.positions.get(i), 100);
            assertThat(rest.asked).isEqualTo(whole.asked.subList(i, whole.asked.size()));
            assertThat(whole.records).as("from position " + i).endsWith(rest.records.toArray(String[]::new));
        }
    }

    @Test
    void a_record_without_the_key_stands_alone() {
        Reader reader = Reader.of("ships", ships(CHUNKED))
                .on("ships?kind=all&fields=id%2Cname%2Cflag", "{'data': [{'name': 'a'}]}")
                .on("ships?kind=all&fields=id%2Ccrew", "{'data': [{'id': 0, 'crew': 1}]}");
        reader.read("{}");
        assertThat(reader.records).containsExactly("{'name':'a'}", "{'id':0,'crew':1}");
    }

    @Test
    void a_limit_may_be_of_letters_and_no_name_is_left_out() {
        Reader reader = Reader.of(
                        "ships",
                        ships("{type: QueryProperties, property_list: [a_very_long_name, b, c], property_chunking:"
                                + " {type: PropertyChunking, property_limit_type: characters, property_limit: 8}}"))
                .on("ships?kind=all&fields=a_very_long_name", "{'data': []}")
                .on("ships?kind=all&fields=b%2Cc", "{'data': []}");
        reader.read("{}");
        assertThat(reader.asked).hasSize(2);
    }

    private static final String LISTED = """
        {type: QueryProperties, property_list: {type: PropertiesFromEndpoint, property_field_path: [name],
          retriever: {type: SimpleRetriever, requester: {url_base: https://x.io, path: fields},
            record_selector: {extractor: {field_path: []}}, paginator: {type: DefaultPaginator,
              page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page},
              pagination_strategy: {type: PageIncrement, page_size: 2, start_from_page: 1}}}}}\
        """.replace('\n', ' ');

    @Test
    void the_api_is_asked_for_the_names_once() {
        Reader reader = listed();
        reader.read("{}");
        assertThat(reader.asked)
                .containsExactly(
                        "fields",
                        "fields?page=2",
                        "ships?kind=all&fields=name%2Cflag%2Ccrew",
                        "ships?kind=all&after=p2&fields=name%2Cflag%2Ccrew");
        assertThat(reader.records).containsExactly("{'id':1}", "{'id':2}");
    }

    private static Reader listed() {
        return Reader.of("ships", ships(LISTED))
                .on("fields", "[{'name': 'name'}, {'name': 'flag'}]")
                .on("fields?page=2", "[{'name': 'crew'}]")
                .on("ships?kind=all&fields=name%2Cflag%2Ccrew", "{'data': [{'id': 1}], 'next': 'p2'}")
                .on("ships?kind=all&after=p2&fields=name%2Cflag%2Ccrew", "{'data': [{'id': 2}]}");
    }

    @Test
    void reading_goes_on_in_the_middle_of_the_list_of_names() {
        Reader whole = listed();
        whole.read("{}");
        for (int i = 0; i < whole.positions.size(); i++) {
            Reader rest = listed();
            rest.read(whole.positions.get(i), 100);
            assertThat(rest.asked).isEqualTo(whole.asked.subList(i, whole.asked.size()));
        }
    }

    @Test
    void templates_see_the_names_among_the_extra_fields() {
        String yaml = ships("none")
                .replace(
                        "path: ships",
                        "path: \"ships/{{ stream_partition.extra_fields['query_properties'] | join('+') }}\""
                                + "\n        query_properties: {type: QueryProperties, property_list: [a, b]}");
        Reader reader = Reader.of("ships", yaml).on("ships/a+b?kind=all&fields=none", "{'data': []}");
        reader.read("{}");
        assertThat(reader.asked).hasSize(1);
    }

    @Test
    void only_what_the_schema_has_is_asked_for_where_the_manifest_says_so() {
        String yaml = ships("{type: QueryProperties, property_list: [name, flag],"
                        + " property_selector: {type: JsonSchemaPropertySelector}}")
                + "    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {}, flag:"
                + " {}}}}\n";
        Reader reader = Reader.of("ships", yaml).on("ships?kind=all&fields=flag", "{'data': []}");
        reader.read("{}");
        assertThat(reader.asked).hasSize(1);
    }

    @Test
    void records_that_are_asked_for_as_jobs_have_no_properties_to_put_together() {
        String yaml = """
            streams:
              - name: visits
                retriever:
                  type: AsyncRetriever
                  status_mapping: {running: [r], completed: [c], failed: [f], timeout: [t]}
                  status_extractor: {type: DpathExtractor, field_path: [status]}
                  creation_requester: {type: HttpRequester, url_base: https://x.io, query_properties: {property_list: [a]}}
                  polling_requester: {type: HttpRequester, url_base: https://x.io}
                  download_requester:
                    {type: HttpRequester, url_base: https://x.io, request_parameters: {fields: {type: QueryProperties}}}
                  record_selector: {type: RecordSelector, extractor: {field_path: []}}
            """;
        BadManifest bad = catchThrowableOfType(
                BadManifest.class,
                () -> Manifest.load("version: 1\ncheck: {stream_names: []}\n" + yaml, InstantSource.system()));
        assertThat(bad.problems())
                .extracting(p -> p.what())
                .containsExactly(
                        "'query_properties' of HttpRequester does not run here",
                        "'request_parameters.fields' is a component, which runs in the requester of a SimpleRetriever"
                                + " alone");
    }

    @Test
    void what_does_not_fit_together_is_told() {
        String yaml = ships("{type: QueryProperties, property_list: [], property_chunking: {type: PropertyChunking,"
                        + " property_limit_type: bytes, property_limit: many}}")
                .replace("kind: all", "kind: {type: QueryProperties, property_list: [a]}");
        BadManifest bad = catchThrowableOfType(
                BadManifest.class,
                () -> Manifest.load(
                        "version: 1\ncheck: {stream_names: []}\n" + yaml,
                        InstantSource.fixed(Reader.NOW),
                        path -> Optional.empty()));
        assertThat(bad.problems())
                .extracting(p -> p.what())
                .contains("the properties of a stream are asked for in one place, and here in several");
    }
}
