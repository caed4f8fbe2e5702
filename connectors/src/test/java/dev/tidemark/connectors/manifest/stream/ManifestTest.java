package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static Manifest load(String text) throws BadManifest {
        return Manifest.load(text, InstantSource.fixed(Instant.EPOCH));
    }

    @Test
    void everything_that_is_missing_is_told_at_once_and_where() {
        BadManifest bad = catchThrowableOfType(BadManifest.class, () -> load("""
                        version: 1
                        check: {stream_names: [a]}
                        dynamic_streams: [{type: DynamicDeclarativeStream}]
                        streams:
                          - name: a
                            retriever:
                              type: SimpleRetriever
                              requester: {url_base: x, authenticator: {class_name: my.Auth}}
                              record_selector: {extractor: {type: CustomRecordExtractor, class_name: my.Extractor}}
                              partition_router: {type: GroupingPartitionRouter}
                          - name: b
                            retriever: {type: AsyncRetriever}
                          - type: StateDelegatingStream
                          - name: a
                            file_uploader: {}
                            retriever: {requester: {url: x}, record_selector: {extractor: {}}}
                        """));
        assertThat(bad.problems())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "'dynamic_streams' of DeclarativeSource does not run here",
                        "streams[0] (a).retriever.requester.authenticator: the type CustomAuthenticator of class my.Auth"
                                + " does not run here",
                        "streams[0] (a).retriever.record_selector.extractor: the type CustomRecordExtractor of class"
                                + " my.Extractor does not run here",
                        "streams[0] (a).retriever.partition_router: the type GroupingPartitionRouter does not run here",
                        "streams[1] (b).retriever: the type AsyncRetriever does not run here",
                        "streams[2]: 'full_refresh_stream' is missing",
                        "streams[2]: 'incremental_stream' is missing",
                        "streams[2]: 'name' is missing",
                        "streams[3] (a): 'file_uploader' of DeclarativeStream does not run here",
                        "streams[3]: a second stream named a");
    }

    @Test
    void a_stream_that_is_its_own_parent_is_refused() {
        BadManifest bad = catchThrowableOfType(BadManifest.class, () -> load("""
                        version: 1
                        check: {stream_names: [a]}
                        definitions:
                          a:
                            name: a
                            retriever:
                              partition_router: {parent_stream_configs: [{stream: "#/definitions/a"}]}
                        streams: ["#/definitions/a"]
                        """));
        assertThat(bad).hasMessageContaining("leads back to itself");
    }

    @Test
    void a_primary_key_may_be_a_name_names_or_paths() throws BadManifest {
        String stream =
                "{name: %s, primary_key: %s, retriever: {requester: {url_base: x}, record_selector: {extractor: {}}}}";
        Manifest manifest = load("version: 1\ncheck: {}\nstreams:\n  - " + stream.formatted("a", "id") + "\n  - "
                + stream.formatted("b", "[x, y]") + "\n  - " + stream.formatted("c", "[[x, y], [z]]"));
        assertThat(manifest.variants("a").getFirst().primaryKey())
                .isEqualTo(java.util.List.of(java.util.List.of("id")));
        assertThat(manifest.variants("b").getFirst().primaryKey()).hasSize(2);
        assertThat(manifest.variants("c").getFirst().primaryKey().getFirst()).containsExactly("x", "y");
    }
}
