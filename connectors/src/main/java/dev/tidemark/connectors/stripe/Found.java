package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Looks for the records that a row may mean. */
final class Found {

    private static final int MOST = 100;
    private static final String ASKED = "the search for a record";

    private Found() {}

    /** @return the records whose match field has exactly this value; of more than one nobody can tell which is meant */
    static List<JsonNode> by(Access access, WriteSpec spec, String value) throws HttpFailed, Troubled {
        String match = spec.match().orElseThrow();
        String path = Kinds.find(spec.stream()).orElseThrow().path();
        if (match.equals("id")) {
            return one(access, path, value);
        }
        if (match.equals(Writing.LOOKUP_KEY)) {
            return exact(
                    access,
                    new Params().and("lookup_keys[0]", value).and("limit", MOST).after(path),
                    match,
                    value);
        }
        String key = match.substring(Writing.METADATA.length());
        String query = "metadata[" + quoted(key) + "]:" + quoted(value);
        return exact(access, new Params().and("query", query).and("limit", MOST).after(path + "/search"), match, value);
    }

    /** The record of this id; none where it is not there or deleted. */
    static List<JsonNode> one(Access access, String path, String id) throws HttpFailed, Troubled {
        HttpAnswer answer = Stripe.API.send(access, Stripe.get(access, path + "/" + Params.step(id)));
        if (Stripe.missing(answer)) {
            return List.of();
        }
        JsonNode found = Stripe.API.tree(answer, ASKED);
        return isDeleted(found) ? List.of() : List.of(found);
    }

    static boolean isDeleted(JsonNode object) {
        return object.path("deleted").asBoolean(false);
    }

    /** Stripe compares without regard to case. */
    private static List<JsonNode> exact(Access access, String path, String match, String value)
            throws HttpFailed, Troubled {
        List<JsonNode> found = new ArrayList<>();
        JsonNode page = Stripe.API.tree(access, Stripe.get(access, path), ASKED);
        for (JsonNode each : page.path("data")) {
            if (!isDeleted(each) && at(each, match).asString("").equals(value)) {
                found.add(each);
            }
        }
        return found;
    }

    /** What stands at a parameter's place in a record. */
    static JsonNode at(JsonNode object, String path) {
        if (path.startsWith(Writing.METADATA)) {
            return object.path("metadata").path(path.substring(Writing.METADATA.length()));
        }
        JsonNode at = object;
        for (String step : path.split("\\.", -1)) {
            at = at.path(step);
        }
        return at;
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
