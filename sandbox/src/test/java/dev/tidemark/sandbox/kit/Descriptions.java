package dev.tidemark.sandbox.kit;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.tidemark.sandbox.described.Description;
import dev.tidemark.sandbox.described.SharedData;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads vendors' descriptions, or skips the test. */
public final class Descriptions {
    private static final JsonMapper JSON = new JsonMapper();

    private Descriptions() {}

    /**
     * @param file such as {@code vendor/file.yaml}
     * @param errors the name of the schema of refusals; empty where there is none
     */
    public static Description of(String file, String errors) throws InterruptedException {
        String text = SharedData.description(file)
                .orElseGet(() -> abort("TIDEMARK_SHARED_DATA names no folder with openapi.tar.xz"));
        return new Description(file.endsWith(".json") ? JSON.readTree(text) : yaml(text), errors);
    }

    private static JsonNode yaml(String text) {
        var settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(10_000)
                .setAllowDuplicateKeys(true)
                .build();
        return JSON.valueToTree(new Load(settings).loadFromString(text));
    }
}
