package dev.tidemark.connectors.manifest.ours;

/** A manifest of two streams: {@code orders} with a key, {@code logs} with none. */
final class Shop {

    private static final String STREAMS = """
        version: 1
        check: {stream_names: []}
        streams:
          - name: orders
            primary_key: id
            retriever:
              requester: {url: "https://x.io/orders"}
              record_selector: {extractor: {field_path: []}}
          - name: logs
            retriever:
              requester: {url: "https://x.io/logs"}
              record_selector: {extractor: {field_path: []}}
        """;

    private static final String METADATA = """
        metadata:
          tidemark:
        """;

    private Shop() {}

    /** The manifest with these words of ours. */
    static String saying(String said) {
        return saying("", said);
    }

    /** Where a person has this to fill in, too. */
    static String saying(String specification, String said) {
        return STREAMS + specification + METADATA + said.indent(4);
    }
}
