package dev.tidemark.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The sandbox's objects have the keys and JSON types of recorded ones, and pass the vendor's OpenAPI description. Runs where
 * {@code TIDEMARK_SHARED_DATA} names a folder with the archives; they may not be handed on. What ours has beside the recording
 * is not compared, for it answers the fields of several versions at once.
 */
class StripeShapesTest {
    private final Shop shop = new Shop(600);

    private static String unpacked(String archive, String file) throws IOException, InterruptedException {
        String folder = System.getenv("TIDEMARK_SHARED_DATA");
        assumeTrue(folder != null, "TIDEMARK_SHARED_DATA is not set");
        Path path = Path.of(String.valueOf(folder), archive);
        assumeTrue(Files.exists(path), path + " does not exist");
        Process tar = new ProcessBuilder("tar", "-xJOf", path.toString(), file)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor()).isZero();
        return text;
    }

    /** Each kind of object that the sandbox shows, as its list shows it. */
    private List<JsonNode> shown(Coll coll) {
        String more = coll == Coll.SUBSCRIPTION_ITEMS
                ? "&subscription=" + shop.stripe.books().ids(Coll.SUBSCRIPTIONS).getFirst()
                : "";
        return shop.get("/v1/" + coll.path() + "?limit=100" + more)
                .path("data")
                .valueStream()
                .toList();
    }

    @Test
    void objects_have_the_keys_and_types_of_recorded_ones() throws IOException, InterruptedException {
        Set<String> found = new LinkedHashSet<>();
        Set<String> compared = new LinkedHashSet<>();
        List<JsonNode> recorded = unpacked("recordings.tar.xz", "recordings/stripe.jsonl")
                .lines()
                .map(Shop.JSON::readTree)
                .map(line -> line.path("response"))
                .toList();
        for (JsonNode response : recorded) {
            List<JsonNode> theirs = response.path("object").asString("").equals("list")
                    ? response.path("data").valueStream().toList()
                    : List.of(response);
            for (JsonNode each : theirs) {
                String object = each.path("object").asString("");
                for (Coll coll : Coll.values()) {
                    if (coll.object().equals(object) && !each.has("deleted")) {
                        shown(coll).forEach(ours -> {
                            compared.add(object);
                            differ(object, each, ours, found);
                        });
                    }
                }
            }
        }
        assertThat(compared).contains("customer", "invoice", "payment_intent", "subscription", "product", "price");
        assertThat(found).isEmpty();
    }

    private static void differ(String at, JsonNode theirs, JsonNode ours, Set<String> found) {
        if (theirs.isNull() || ours.isNull() || (theirs.isNumber() && ours.isNumber())) {
            return;
        }
        if (theirs.getNodeType() != ours.getNodeType()) {
            found.add(at + " is " + ours.getNodeType() + ", recorded " + theirs.getNodeType());
        } else if (theirs.isObject() && !at.endsWith("/metadata")) {
            for (String name : theirs.propertyNames()) {
                if (!ours.has(name)) {
                    found.add(at + "/" + name + " is missing");
                } else {
                    differ(at + "/" + name, theirs.path(name), ours.path(name), found);
                }
            }
        } else if (theirs.isArray() && !theirs.isEmpty() && !ours.isEmpty()) {
            differ(at + "/0", theirs.get(0), ours.get(0), found);
        }
    }

    @Test
    void objects_pass_the_vendors_description() throws IOException, InterruptedException {
        JsonNode schemas = Shop.JSON
                .readTree(unpacked("openapi.tar.xz", "openapi/stripe/apisguru-stripe.com.json"))
                .path("components")
                .path("schemas");
        Set<String> found = new LinkedHashSet<>();
        for (Coll coll : Coll.values()) {
            if (schemas.has(coll.object())) {
                for (JsonNode each : shown(coll)) {
                    check(coll.object(), schemas.path(coll.object()), each, schemas, found);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** Types and what must be there; nulls, further fields and values outside of enumerations are waived. */
    private static void check(String at, JsonNode schema, JsonNode value, JsonNode schemas, Set<String> found) {
        if (value.isNull()) {
            return;
        }
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asString("").replaceFirst(".*/", "");
            check(at, schemas.path(name), value, schemas, found);
        } else if (schema.has("anyOf")) {
            boolean any = schema.path("anyOf").valueStream().anyMatch(each -> {
                Set<String> wrong = new LinkedHashSet<>();
                check(at, each, value, schemas, wrong);
                return wrong.isEmpty();
            });
            if (!any) {
                found.add(at + " is none of what it may be: " + value.getNodeType());
            }
        } else if (!isType(schema.path("type").asString(""), value)) {
            found.add(at + " is " + value.getNodeType() + ", described as "
                    + schema.path("type").asString(""));
        } else if (value.isObject()) {
            for (JsonNode name : schema.path("required")) {
                if (!value.has(name.asString())) {
                    found.add(at + "/" + name.asString() + " is missing");
                }
            }
            for (var each : value.properties()) {
                if (schema.path("properties").has(each.getKey())) {
                    JsonNode inner = schema.path("properties").path(each.getKey());
                    check(at + "/" + each.getKey(), inner, each.getValue(), schemas, found);
                }
            }
        } else if (value.isArray()) {
            for (JsonNode each : value) {
                check(at + "/0", schema.path("items"), each, schemas, found);
            }
        }
    }

    private static boolean isType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> true;
        };
    }
}
