package dev.tidemark.bench.manifest;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import java.time.InstantSource;
import java.util.List;

/** What is done with each record, from nothing to much. */
enum Way {
    PLAIN("plain", "", "", List.of(), 17_000),
    FIELDS("two fields added, one removed", Texts.CHANGES, "", Texts.ADDED, 6_000),
    ALL(
            "a filter and normalisation besides",
            Texts.CHANGES,
            "record_filter: {condition: \"" + Texts.FILTER + "\"}\n          schema_normalization: Default",
            List.of(Texts.ADDED.getFirst(), Texts.ADDED.getLast(), Texts.FILTER),
            4_000);

    /** Known before the ways that are made of them. */
    private static final class Texts {
        static final String FILTER = "{{ record.status != 'draft' }}";
        static final List<String> ADDED =
                List.of("{{ record.customer.name }} ({{ record.number }})", "{{ config['shop'] }}");
        static final String CHANGES = """
                    transformations:
                      - type: AddFields
                        fields:
                          - {path: [label], value: "%s"}
                          - {path: [shop], value: "%s"}
                      - {type: RemoveFields, field_pointers: [[note]]}
                """.formatted(ADDED.getFirst(), ADDED.getLast());
    }

    final String title;
    private final String templates;
    final int reference;
    private final String stream;
    private final String selector;

    /**
     * @param templates evaluated for each record
     * @param reference records a second of the format's reference interpreter, as given and not measured here
     */
    Way(String title, String stream, String selector, List<String> templates, int reference) {
        this.title = title;
        this.stream = stream;
        this.selector = selector;
        this.templates = String.join("\n", templates);
        this.reference = reference;
    }

    /** The templates that are evaluated for each record. */
    List<String> templates() {
        return templates.isEmpty() ? List.of() : List.of(templates.split("\n", -1));
    }

    ManifestSource source() {
        try {
            return ManifestSource.of("bench", manifest(), InstantSource.system());
        } catch (BadManifest e) {
            throw new IllegalStateException(e);
        }
    }

    private String manifest() {
        return """
                version: 6.0.0
                check: {stream_names: [orders]}
                streams:
                  - name: orders
                    primary_key: id
                    retriever:
                      requester: {url: https://shop.example/orders}
                      record_selector:
                          extractor: {field_path: [orders]}
                          SELECTOR
                      paginator:
                        type: DefaultPaginator
                        page_token_option: {inject_into: request_parameter, field_name: page}
                        pagination_strategy: {type: PageIncrement, page_size: 1000}
                STREAM
                    schema_loader:
                      type: InlineSchemaLoader
                      schema:
                        type: object
                        properties:
                          id: {type: integer}
                          number: {type: string}
                          customer: {type: object}
                          total: {type: number}
                          paid: {type: boolean}
                          items: {type: integer}
                          currency: {type: string}
                          status: {type: string}
                          created_at: {type: string}
                          updated_at: {type: string}
                          tags: {type: array}
                          note: {type: string}
                          label: {type: string}
                          shop: {type: string}
                spec:
                  connection_specification: {properties: {shop: {type: string}}}
                """.replace("STREAM\n", stream)
                .replace("SELECTOR", selector.isEmpty() ? "type: RecordSelector" : selector);
    }
}
