package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Property;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.hubspot.crm.Values;
import dev.tidemark.sandbox.store.StoredObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /crm/v3/objects/TYPE/batch/…}: up to 100 inputs. Results come in an order of their own. An input that cannot be
 * written takes the whole request down, unless every input brings an {@code objectWriteTraceId}: then the answer is 207 with
 * the error of each.
 */
final class BatchResource {
    private static final int MOST = 100;

    private final Call call;
    private final ObjectType type;
    private final Portal portal;
    private final List<ObjectNode> results = new ArrayList<>();
    private final List<ObjectNode> errors = new ArrayList<>();

    private BatchResource(Call call, ObjectType type) {
        this.call = call;
        this.type = type;
        this.portal = call.portal();
    }

    static Answer handle(Call call, ObjectType type) {
        if (!call.segment(1).equals("batch")) {
            throw Call.noSuchPath();
        }
        var batch = new BatchResource(call, type);
        return switch (call.segment(2)) {
            case "read" -> batch.read();
            case "create" -> batch.written(201, batch::create);
            case "update" -> batch.written(200, batch::update);
            case "upsert" -> batch.written(200, batch::upsert);
            case "archive" -> batch.archive();
            default -> throw Call.noSuchPath();
        };
    }

    private interface Write {
        ObjectNode of(JsonNode input);
    }

    private List<JsonNode> inputs() {
        var inputs = new ArrayList<JsonNode>();
        call.body().path("inputs").forEach(inputs::add);
        if (inputs.isEmpty() || inputs.size() > MOST) {
            throw Refused.invalid(
                    "Invalid input: between 1 and " + MOST + " inputs are required, were " + inputs.size());
        }
        return inputs;
    }

    private Answer written(int status, Write write) {
        List<JsonNode> inputs = inputs();
        ensureDistinct(inputs);
        boolean traced = inputs.stream()
                .allMatch(
                        input -> !input.path("objectWriteTraceId").asString("").isEmpty());
        if (!traced) {
            // Checked as a whole first: nothing is written where one of them cannot be.
            inputs.forEach(this::rehearse);
        }
        for (JsonNode input : inputs) {
            try {
                ObjectNode result = write.of(input);
                if (traced) {
                    result.put(
                            "objectWriteTraceId",
                            input.path("objectWriteTraceId").asString(""));
                }
                results.add(result);
            } catch (Refused refused) {
                errors.add(error(refused, input, traced));
            }
        }
        return answer(status);
    }

    /** One record twice in a batch is refused as a whole. */
    private static void ensureDistinct(List<JsonNode> inputs) {
        Set<String> ids = new HashSet<>();
        for (JsonNode input : inputs) {
            String id = input.path("id").asString("");
            if (!id.isEmpty() && !ids.add(id)) {
                throw Refused.invalid("Duplicate IDs found in batch input: [" + id + "]. IDs must be unique");
            }
        }
    }

    /** Throws what a whole batch is refused for; that a record is not there is told for itself. */
    private void rehearse(JsonNode input) {
        for (var property : Call.properties(input).entrySet()) {
            Property known = type.property(property.getKey())
                    .orElseThrow(
                            () -> Refused.invalid("Property values were not valid: [{\"isValid\":false,\"message\":"
                                    + "\"Property \\\"" + property.getKey() + "\\\" does not exist\",\"error\":"
                                    + "\"PROPERTY_DOESNT_EXIST\",\"name\":\"" + property.getKey() + "\"}]"));
            if (!property.getValue().isEmpty()) {
                Values.check(known, property.getValue());
            }
        }
    }

    private ObjectNode create(JsonNode input) {
        StoredObject made = portal.create(type, Call.properties(input));
        join(portal, type, made.id(), input.path("associations"));
        return RecordJson.whole(type, made);
    }

    private ObjectNode update(JsonNode input) {
        String id = find(input).map(StoredObject::id).orElseThrow(() -> missing(input));
        return RecordJson.whole(type, portal.update(type, id, Call.properties(input)));
    }

    private ObjectNode upsert(JsonNode input) {
        Optional<StoredObject> there = find(input);
        if (there.isPresent()) {
            return RecordJson.whole(type, portal.update(type, there.get().id(), Call.properties(input)))
                    .put("new", false);
        }
        String by = input.path("idProperty").asString("");
        if (by.isEmpty() || by.equals(ObjectType.ID)) {
            throw missing(input);
        }
        Map<String, String> properties = new LinkedHashMap<>(Call.properties(input));
        properties.putIfAbsent(by, input.path("id").asString(""));
        return RecordJson.whole(type, portal.create(type, properties)).put("new", true);
    }

    private Optional<StoredObject> find(JsonNode input) {
        String id = input.path("id").asString("");
        String by = input.path("idProperty").asString("");
        if (by.isEmpty() || by.equals(ObjectType.ID)) {
            return portal.living(type, id);
        }
        return portal.byUnique(type, unique(by), id);
    }

    private String unique(String name) {
        return type.property(name)
                .filter(Property::unique)
                .map(Property::name)
                .orElseThrow(() -> Refused.invalid("Property " + name + " is not a unique property of " + type.name()));
    }

    private Refused missing(JsonNode input) {
        return new Refused(
                404,
                "OBJECT_NOT_FOUND",
                "Could not get some " + type.singular()
                        + " objects, they may be deleted or not exist. Check that ids are valid.",
                Map.of("ids", List.of(input.path("id").asString(""))));
    }

    private Answer read() {
        JsonNode body = call.body();
        String by = body.path("idProperty").asString("");
        Set<String> properties = Call.names(body.path("properties"));
        Set<String> withHistory = Call.names(body.path("propertiesWithHistory"));
        List<JsonNode> inputs = inputs();
        if (!withHistory.isEmpty() && inputs.size() > Call.MOST_WITH_HISTORY) {
            throw Refused.invalid("Invalid input: at most " + Call.MOST_WITH_HISTORY
                    + " inputs where properties are asked for with their history, were " + inputs.size());
        }
        var missing = new ArrayList<String>();
        for (JsonNode input : inputs) {
            String id = input.path("id").asString("");
            Optional<StoredObject> found = (by.isEmpty() || by.equals(ObjectType.ID)
                            ? Optional.of(id)
                            : portal.byUnique(type, unique(by), id).map(StoredObject::id))
                    .flatMap(known -> portal.store().seen(type.name(), known))
                    .filter(object -> object.isDeleted() == call.flag("archived"));
            found.ifPresentOrElse(
                    object -> results.add(RecordJson.of(portal, type, object, properties, withHistory)),
                    () -> missing.add(id));
        }
        if (!missing.isEmpty()) {
            var refused = new Refused(
                    404,
                    "OBJECT_NOT_FOUND",
                    "Could not get some " + type.singular()
                            + " objects, they may be deleted or not exist. Check that ids are valid.",
                    Map.of("ids", missing));
            errors.add(error(refused));
        }
        return answer(200);
    }

    private Answer archive() {
        inputs().forEach(input -> portal.archive(type, input.path("id").asString("")));
        return Answer.empty(204);
    }

    private static ObjectNode error(Refused refused, JsonNode input, boolean traced) {
        ObjectNode error = error(refused);
        if (traced) {
            ObjectNode context = error.path("context") instanceof ObjectNode known ? known : error.putObject("context");
            context.putArray("objectWriteTraceId")
                    .add(input.path("objectWriteTraceId").asString(""));
        }
        return error;
    }

    private static ObjectNode error(Refused refused) {
        ObjectNode error = Json.object();
        error.put("status", "error");
        error.put("category", refused.category());
        error.put("message", refused.getMessage());
        ObjectNode context = error.putObject("context");
        refused.context().forEach((name, values) -> Json.strings(context.putArray(name), values));
        error.putArray("errors");
        error.putObject("links");
        return error;
    }

    private Answer answer(int status) {
        Collections.reverse(results);
        ObjectNode answer = Json.object();
        String now = Values.moment(portal.now());
        answer.put("status", "COMPLETE");
        ArrayNode list = answer.putArray("results");
        results.forEach(list::add);
        if (!errors.isEmpty()) {
            answer.put("numErrors", errors.size());
            ArrayNode wrong = answer.putArray("errors");
            errors.forEach(wrong::add);
        }
        answer.put("startedAt", now);
        answer.put("completedAt", now);
        return Json.answer(errors.isEmpty() ? status : 207, answer);
    }

    /** Joins a new record to others: {@code [{to:{id}, types:[{associationCategory, associationTypeId}]}]}. */
    static void join(Portal portal, ObjectType type, String id, JsonNode associations) {
        for (JsonNode one : associations) {
            int typeId = one.path("types").path(0).path("associationTypeId").asInt(0);
            String other = one.path("to").path("id").asString("");
            ObjectType to = portal.types().stream()
                    .filter(candidate -> Portal.typeId(type, candidate) == typeId)
                    .findFirst()
                    .orElseThrow(() -> Refused.invalid("No association type exists with ID " + typeId));
            portal.associate(type, id, to, other, typeId, null);
        }
    }
}
