package dev.tidemark.sandbox.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vendor's own OpenAPI description of its API. Nulls and members that it does not name are waived: real answers have both
 * against their descriptions.
 */
public final class Described {
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode root;

    private Described(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a description out of {@code openapi.tar.xz} in the folder that {@code TIDEMARK_SHARED_DATA} names; the test is
     * skipped where there is none. The descriptions may not be handed on.
     *
     * @param file such as {@code openapi/vendor/file.yaml}
     */
    public static Described by(String file) throws IOException, InterruptedException {
        String folder = System.getenv("TIDEMARK_SHARED_DATA");
        assumeTrue(folder != null, "TIDEMARK_SHARED_DATA is not set");
        Path archive = Path.of(String.valueOf(folder), "openapi.tar.xz");
        assumeTrue(Files.exists(archive), archive + " does not exist");
        Process tar = new ProcessBuilder("tar", "-xJOf", archive.toString(), file)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor()).isZero();
        var settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(10_000)
                .setAllowDuplicateKeys(true)
                .build();
        return new Described(JSON.valueToTree(new Load(settings).loadFromString(text)));
    }

    /** What of an answer is not as described. */
    public List<String> differences(String method, String path, int status, JsonNode answer) {
        JsonNode schema = root.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(status))
                .path("content")
                .path("application/json")
                .path("schema");
        var found = new ArrayList<String>();
        if (schema.isMissingNode()) {
            found.add("no description of " + status + " to " + method + " " + path);
        }
        check("", schema, answer, found, 0);
        return found;
    }

    private void check(String at, JsonNode schema, JsonNode value, List<String> found, int depth) {
        if (value.isNull() || depth > 40) {
            return;
        }
        if (schema.has("$ref")) {
            check(at, referred(schema.path("$ref").asString("")), value, found, depth + 1);
            return;
        }
        for (JsonNode part : schema.path("allOf")) {
            check(at, part, value, found, depth + 1);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.has(choice)) {
                choose(at, schema.path(choice), value, found, depth);
            }
        }
        String type = schema.path("type").asString("");
        if (!type.isEmpty() && !is(type, value)) {
            found.add(at + " is " + value.getNodeType() + ", described as " + type);
            return;
        }
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            if (value.has(member.getKey())) {
                check(at + "/" + member.getKey(), member.getValue(), value.path(member.getKey()), found, depth + 1);
            }
        }
        for (JsonNode name : schema.path("required")) {
            if (value.isObject() && !value.has(name.asString(""))) {
                found.add(at + "/" + name.asString("") + " is missing");
            }
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(at + "/" + i, schema.path("items"), value.path(i), found, depth + 1);
            }
        }
    }

    private void choose(String at, JsonNode choices, JsonNode value, List<String> found, int depth) {
        List<String> fewest = null;
        for (JsonNode choice : choices) {
            var differences = new ArrayList<String>();
            check(at, choice, value, differences, depth + 1);
            if (fewest == null || differences.size() < fewest.size()) {
                fewest = differences;
            }
        }
        if (fewest != null) {
            found.addAll(fewest);
        }
    }

    private JsonNode referred(String reference) {
        return root.at(reference.substring(1));
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }
}
