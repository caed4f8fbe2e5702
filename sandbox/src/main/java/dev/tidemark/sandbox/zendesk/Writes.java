package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates, changes and deletes: one at once, or up to a hundred by a job. */
final class Writes {
    private static final int MOST = 100;

    private final Desk desk;
    private final Jobs jobs;
    private boolean imports = true;

    Writes(Desk desk, Jobs jobs) {
        this.desk = desk;
        this.jobs = jobs;
    }

    /** Whether users may be imported in bulk. */
    void imports(boolean on) {
        imports = on;
    }

    /** What a write came to. */
    record Written(int status, ObjectNode body) {}

    static JsonNode body(Request request) {
        try {
            return request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
        } catch (JacksonException broken) {
            throw Refusal.of(400, "InvalidJSON", "The request body could not be parsed as JSON");
        }
    }

    /** The name of one record of a type. */
    static String singular(String type) {
        return type.endsWith("ies") ? type.substring(0, type.length() - 3) + "y" : type.substring(0, type.length() - 1);
    }

    private static JsonNode one(String type, Request request) {
        JsonNode values = body(request).path(singular(type));
        if (!values.isObject()) {
            throw Refusal.of(400, "InvalidParameter", "Parameter " + singular(type) + " is required");
        }
        return values;
    }

    Written create(String type, Request request, View view) {
        return written(201, type, desk.create(type, prepared(type, one(type, request))), view);
    }

    Written update(String type, String id, Request request, View view) {
        return written(200, type, desk.update(type, id, one(type, request)), view);
    }

    Written createOrUpdate(String type, Request request, View view) {
        JsonNode values = one(type, request);
        Optional<StoredObject> there = matching(type, values, true);
        return there.isPresent()
                ? written(200, type, desk.update(type, there.get().id(), values), view)
                : written(201, type, desk.create(type, values), view);
    }

    private static Written written(int status, String type, StoredObject record, View view) {
        return new Written(status, JSON.createObjectNode().set(singular(type), view.of(type, record)));
    }

    /** A ticket's requester may be named by address, and is made where nobody has it. */
    private JsonNode prepared(String type, JsonNode values) {
        if (!type.equals(Desk.TICKETS)) {
            return values;
        }
        ObjectNode ticket = ((ObjectNode) values).deepCopy();
        String email = values.path("requester").path("email").asString("");
        if (!email.isEmpty()) {
            StoredObject user = find(Desk.USERS, "email", email)
                    .orElseGet(() -> desk.create(
                            Desk.USERS,
                            JSON.createObjectNode()
                                    .put("email", email)
                                    .put(
                                            "name",
                                            values.path("requester")
                                                    .path("name")
                                                    .asString(email))));
            ticket.put("requester_id", Long.parseLong(user.id()));
        } else if (!ticket.has("requester_id")) {
            find(Desk.USERS, "email", ZendeskSandbox.EMAIL)
                    .ifPresent(admin -> ticket.put("requester_id", Long.parseLong(admin.id())));
        }
        return ticket;
    }

    Optional<StoredObject> find(String type, String field, String value) {
        return value.isEmpty()
                ? Optional.empty()
                : desk.store().newest(type).stream()
                        .filter(record -> !record.isDeleted())
                        .filter(record -> record.body().path(field).asString("").equalsIgnoreCase(value))
                        .findFirst();
    }

    private Optional<StoredObject> matching(String type, JsonNode values, boolean byName) {
        return Optional.of(values.path("id").asString(""))
                .filter(id -> !id.isEmpty())
                .flatMap(id -> desk.living(type, id))
                .or(() -> find(type, "external_id", values.path("external_id").asString("")))
                .or(() -> find(type, "email", values.path("email").asString("")))
                .or(() -> byName && type.equals(Desk.ORGANIZATIONS)
                        ? find(type, "name", values.path("name").asString(""))
                        : Optional.empty());
    }

    /** Queues a job for {@code create_many}, {@code update_many}, {@code create_or_update_many} or {@code destroy_many}. */
    ObjectNode many(String type, String verb, Request request, View view) {
        if (verb.equals("create_or_update_many") && !imports) {
            throw Refusal.forbidden();
        }
        Map<String, String> params = request.params();
        if (verb.equals("destroy_many") || params.containsKey("ids") || params.containsKey("external_ids")) {
            return bulk(type, verb, request, view);
        }
        JsonNode rows = body(request).path(type);
        if (!rows.isArray() || rows.isEmpty()) {
            throw Refusal.of(400, "InvalidParameter", "Parameter " + type + " is required");
        }
        if (rows.size() > MOST) {
            throw Refusal.of(400, "TooManyValues", "Parameter " + type + " has too many values; at most " + MOST);
        }
        return jobs.queue(rows.size(), () -> batch(type, verb, rows), view);
    }

    private ArrayNode batch(String type, String verb, JsonNode rows) {
        ArrayNode results = JSON.createArrayNode();
        for (int i = 0; i < rows.size(); i++) {
            results.add(result(type, verb, rows.get(i), i));
        }
        return results;
    }

    private ObjectNode result(String type, String verb, JsonNode values, int index) {
        ObjectNode result = JSON.createObjectNode();
        try {
            Optional<StoredObject> there =
                    verb.equals("create_many") ? Optional.empty() : matching(type, values, false);
            if (there.isEmpty() && verb.equals("update_many")) {
                throw Refusal.notFound();
            }
            boolean creates = there.isEmpty();
            StoredObject record = creates
                    ? desk.create(type, prepared(type, values))
                    : desk.update(type, there.get().id(), values);
            if (verb.equals("create_many")) {
                return result.put("index", index).put("id", Long.parseLong(record.id()));
            }
            result.put("id", Long.parseLong(record.id()))
                    .put("index", index)
                    .put("action", creates ? "create" : "update")
                    .put("success", true)
                    .put("status", creates ? "Created" : "Updated");
            return result;
        } catch (Refusal refused) {
            result.put("index", index);
            String kind = singular(type).substring(0, 1).toUpperCase(Locale.ROOT)
                    + singular(type).substring(1);
            String act = verb.equals("create_many") ? "Create" : "Update";
            result.put("error", refused.code().equals("RecordNotFound") ? refused.code() : kind + act + "Failed");
            return result.put("details", refused.said());
        }
    }

    private ObjectNode bulk(String type, String verb, Request request, View view) {
        boolean external = request.params().containsKey("external_ids");
        String list = request.params().getOrDefault(external ? "external_ids" : "ids", "");
        List<String> wanted = new ArrayList<>(Arrays.asList(list.split(",", -1)));
        if (list.isEmpty() || wanted.size() > MOST) {
            throw Refusal.of(400, "InvalidParameter", "ids must be up to 100 values");
        }
        JsonNode values = verb.equals("destroy_many") ? JSON.createObjectNode() : one(type, request);
        return jobs.queue(
                wanted.size(),
                () -> {
                    ArrayNode results = JSON.createArrayNode();
                    for (String one : wanted) {
                        results.add(bulkResult(type, verb, external, one, values));
                    }
                    return results;
                },
                view);
    }

    private ObjectNode bulkResult(String type, String verb, boolean external, String wanted, JsonNode values) {
        ObjectNode result = JSON.createObjectNode();
        try {
            StoredObject record = (external ? find(type, "external_id", wanted) : desk.living(type, wanted))
                    .orElseThrow(Refusal::notFound);
            boolean deletes = verb.equals("destroy_many");
            if (deletes) {
                desk.delete(type, record.id());
            } else {
                desk.update(type, record.id(), values);
            }
            return result.put("action", deletes ? "delete" : "update")
                    .put("id", Long.parseLong(record.id()))
                    .put("status", deletes ? "Deleted" : "Updated")
                    .put("success", true);
        } catch (Refusal refused) {
            return result.put("id", wanted).put("error", refused.code()).put("details", refused.said());
        }
    }

    /** Users are shown once more, no longer active; of all else nothing is answered. */
    Written delete(String type, String id, View view) {
        desk.delete(type, id);
        return type.equals(Desk.USERS)
                ? written(200, type, desk.store().newest(type, id).orElseThrow(), view)
                : new Written(204, JSON.createObjectNode());
    }
}
