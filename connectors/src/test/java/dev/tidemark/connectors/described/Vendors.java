package dev.tidemark.connectors.described;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.described.Description;
import dev.tidemark.sandbox.described.SharedData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is at hand of vendors, or the test is skipped; and the streams of connectors that know them by themselves. */
final class Vendors {
    private static final JsonMapper JSON = new JsonMapper();

    private Vendors() {}

    static Description description(String yaml) throws InterruptedException {
        return description(yaml, "");
    }

    /** @param errors the name of the schema of refusals; empty where there is none */
    static Description description(String yaml, String errors) throws InterruptedException {
        String text = SharedData.description(yaml)
                .orElseGet(() -> abort("TIDEMARK_SHARED_DATA names no folder with openapi.tar.xz"));
        var settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(10_000)
                .setAllowDuplicateKeys(true)
                .build();
        return new Description(JSON.valueToTree(new Load(settings).loadFromString(text)), errors);
    }

    static List<JsonNode> recordings(String vendor) throws InterruptedException {
        return SharedData.recordings(vendor)
                .orElseGet(() -> abort("TIDEMARK_SHARED_DATA names no folder with recordings.tar.xz"));
    }

    /** The streams, which the connector tells without a request. */
    static Map<String, StreamSpec> streams(SourceConnector connector) throws HttpFailed {
        return streams(connector, TestAccess.to(connector, Map.of(), Map.of(), ScriptedApi.script()));
    }

    static Map<String, StreamSpec> streams(SourceConnector connector, Access access) throws HttpFailed {
        Map<String, StreamSpec> streams = new LinkedHashMap<>();
        connector.discover(access).forEach(stream -> streams.put(stream.name(), stream));
        return streams;
    }
}
