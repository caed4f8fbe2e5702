package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.Link;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.hubspot.crm.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /crm/v4/objects/…/associations/…}, {@code /crm/v4/associations/…} and the older {@code /crm/v3/associations/…}. */
final class AssociationsResource {
    private static final int MOST_IN_BATCH = 1_000;

    private final Call call;
    private final Portal portal;

    private AssociationsResource(Call call) {
        this.call = call;
        this.portal = call.portal();
    }

    /** {@code /crm/v4/objects/FROM/ID/associations/TO[/ID]}. */
    static Answer single(Call call) {
        var resource = new AssociationsResource(call);
        List<String> path = call.path();
        if (path.size() < 4 || !path.get(2).equals("associations")) {
            throw Call.noSuchPath();
        }
        ObjectType from = call.type(0);
        String id = path.get(1);
        if (path.size() == 6
                && path.get(3).equals("default")
                && call.request().method().equals("PUT")) {
            return resource.byDefault(from, id, call.type(4), path.get(5));
        }
        ObjectType to = call.type(3);
        return switch (call.is()) {
            case "GET 4" -> resource.list(from, id, to);
            case "PUT 5" -> resource.put(from, id, to, path.get(4));
            case "DELETE 5" -> {
                resource.portal.part(from, id, to, path.get(4));
                yield Answer.empty(204);
            }
            default -> throw Call.noSuchPath();
        };
    }

    /** {@code /crm/v4/associations/FROM/TO/…}. */
    static Answer batch(Call call) {
        var resource = new AssociationsResource(call);
        ObjectType from = call.type(0);
        ObjectType to = call.type(1);
        String what = String.join("/", call.path().subList(2, call.path().size()));
        return switch (call.request().method() + " " + what) {
            case "GET labels" -> resource.labels(from, to);
            case "POST batch/read" -> resource.read(from, to);
            case "POST batch/create" -> resource.createMany(from, to);
            case "POST batch/associate/default" -> resource.defaultMany(from, to);
            case "POST batch/archive" -> resource.archiveMany(from, to);
            default -> throw Call.noSuchPath();
        };
    }

    /** {@code /crm/v3/associations/FROM/TO/batch/…}. */
    static Answer older(Call call) {
        var resource = new AssociationsResource(call);
        ObjectType from = call.type(0);
        ObjectType to = call.type(1);
        String what = String.join("/", call.path().subList(2, call.path().size()));
        return switch (call.request().method() + " " + what) {
            case "POST batch/create" -> resource.olderCreate(from, to);
            case "POST batch/archive" -> resource.archiveOlder(from, to);
            default -> throw Call.noSuchPath();
        };
    }

    private Answer list(ObjectType from, String id, ObjectType to) {
        if (portal.store().seen(from.name(), id).isEmpty()) {
            throw Refused.notFound("resource not found");
        }
        ObjectNode answer = Json.object();
        page(answer, from, id, to, call.request().params().getOrDefault("after", ""), call.limit(500, 500));
        return Json.answer(200, answer);
    }

    private void page(ObjectNode into, ObjectType from, String id, ObjectType to, String after, int limit) {
        Map<String, ArrayNode> types = new LinkedHashMap<>();
        String last = "";
        boolean more = false;
        boolean reached = after.isEmpty();
        for (Link link : living(from, id, to)) {
            if (!reached) {
                reached = link.to().equals(after);
                continue;
            }
            if (!types.containsKey(link.to()) && types.size() == limit) {
                more = true;
                break;
            }
            last = link.to();
            types.computeIfAbsent(link.to(), key -> Json.MAPPER.createArrayNode())
                    .addObject()
                    .put("category", link.label() == null ? "HUBSPOT_DEFINED" : "USER_DEFINED")
                    .put("typeId", link.typeId())
                    .put("label", link.label());
        }
        ArrayNode results = into.putArray("results");
        types.forEach((other, list) -> {
            ObjectNode one = results.addObject();
            one.put("toObjectId", other);
            one.set("associationTypes", list);
        });
        if (more) {
            into.putObject("paging")
                    .putObject("next")
                    .put("after", last)
                    .put(
                            "link",
                            "https://api.hubapi.com/crm/v4/objects/" + from.name() + "/" + id + "/associations/"
                                    + to.name() + "?after=" + last);
        }
    }

    private List<Link> living(ObjectType from, String id, ObjectType to) {
        return portal.links(from, id, to).stream()
                .filter(link -> portal.living(to, link.to()).isPresent())
                .toList();
    }

    private Answer put(ObjectType from, String id, ObjectType to, String other) {
        JsonNode labels = Json.MAPPER.readTree(call.request().body());
        for (JsonNode label : labels) {
            int typeId = label.path("associationTypeId").asInt(Portal.typeId(from, to));
            portal.associate(from, id, to, other, typeId, labelOf(from, to, typeId));
        }
        return Json.answer(201, ended(from, id, to, other));
    }

    private Answer byDefault(ObjectType from, String id, ObjectType to, String other) {
        portal.associate(from, id, to, other, Portal.typeId(from, to), null);
        ObjectNode answer = frame();
        ArrayNode results = answer.putArray("results");
        results.add(pair(from, id, to, other));
        results.add(pair(to, other, from, id));
        return Json.answer(200, answer);
    }

    private static ObjectNode ended(ObjectType from, String id, ObjectType to, String other) {
        ObjectNode answer = Json.object();
        answer.put("fromObjectTypeId", from.typeId());
        answer.put("fromObjectId", id);
        answer.put("toObjectTypeId", to.typeId());
        answer.put("toObjectId", other);
        answer.putArray("labels");
        return answer;
    }

    private static ObjectNode pair(ObjectType from, String id, ObjectType to, String other) {
        ObjectNode pair = Json.object();
        pair.putObject("from").put("id", id);
        pair.putObject("to").put("id", other);
        pair.putObject("associationSpec")
                .put("associationCategory", "HUBSPOT_DEFINED")
                .put("associationTypeId", Portal.typeId(from, to));
        return pair;
    }

    private static @org.jspecify.annotations.Nullable String labelOf(ObjectType from, ObjectType to, int typeId) {
        return typeId == Portal.typeId(from, to) ? null : "Label " + typeId;
    }

    private Answer labels(ObjectType from, ObjectType to) {
        ObjectNode answer = Json.object();
        answer.putArray("results")
                .addObject()
                .put("category", "HUBSPOT_DEFINED")
                .put("typeId", Portal.typeId(from, to))
                .putNull("label");
        return Json.answer(200, answer);
    }

    private Answer read(ObjectType from, ObjectType to) {
        ObjectNode answer = frame();
        ArrayNode results = answer.putArray("results");
        ArrayNode errors = Json.MAPPER.createArrayNode();
        for (JsonNode input : inputs()) {
            String id = input.path("id").asString("");
            if (living(from, id, to).isEmpty()) {
                ObjectNode error = errors.addObject();
                error.put("status", "error").put("category", "OBJECT_NOT_FOUND");
                error.put("message", "No " + to.name() + " is associated with " + from.name() + " " + id + ".");
                error.putObject("context").putArray("fromObjectId").add(id);
                error.putArray("errors");
                error.putObject("links");
                continue;
            }
            ObjectNode one = Json.object();
            one.putObject("from").put("id", id);
            ObjectNode page = Json.object();
            page(page, from, id, to, input.path("after").asString(""), 500);
            one.set("to", page.path("results"));
            if (page.has("paging")) {
                one.set("paging", page.path("paging"));
            }
            results.add(one);
        }
        if (!errors.isEmpty()) {
            answer.put("numErrors", errors.size());
            answer.set("errors", errors);
        }
        return Json.answer(errors.isEmpty() ? 200 : 207, answer);
    }

    private Answer createMany(ObjectType from, ObjectType to) {
        ObjectNode answer = frame();
        ArrayNode results = answer.putArray("results");
        for (JsonNode input : inputs()) {
            String id = input.path("from").path("id").asString("");
            String other = input.path("to").path("id").asString("");
            for (JsonNode spec : input.path("types")) {
                int typeId = spec.path("associationTypeId").asInt(Portal.typeId(from, to));
                portal.associate(from, id, to, other, typeId, labelOf(from, to, typeId));
            }
            results.add(ended(from, id, to, other));
        }
        return Json.answer(201, answer);
    }

    private Answer defaultMany(ObjectType from, ObjectType to) {
        ObjectNode answer = frame();
        ArrayNode results = answer.putArray("results");
        for (JsonNode input : inputs()) {
            String id = input.path("from").path("id").asString("");
            String other = input.path("to").path("id").asString("");
            portal.associate(from, id, to, other, Portal.typeId(from, to), null);
            results.add(pair(from, id, to, other));
            results.add(pair(to, other, from, id));
        }
        return Json.answer(200, answer);
    }

    private Answer archiveMany(ObjectType from, ObjectType to) {
        for (JsonNode input : inputs()) {
            String id = input.path("from").path("id").asString("");
            input.path("to")
                    .forEach(other -> portal.part(from, id, to, other.path("id").asString("")));
        }
        return Answer.empty(204);
    }

    private Answer archiveOlder(ObjectType from, ObjectType to) {
        for (JsonNode input : inputs()) {
            portal.part(
                    from,
                    input.path("from").path("id").asString(""),
                    to,
                    input.path("to").path("id").asString(""));
        }
        return Answer.empty(204);
    }

    private Answer olderCreate(ObjectType from, ObjectType to) {
        ObjectNode answer = frame();
        ArrayNode results = answer.putArray("results");
        for (JsonNode input : inputs()) {
            String id = input.path("from").path("id").asString("");
            String other = input.path("to").path("id").asString("");
            portal.associate(from, id, to, other, Portal.typeId(from, to), null);
            results.add(olderPair(to, other, from, id));
            results.add(olderPair(from, id, to, other));
        }
        return Json.answer(201, answer);
    }

    private static ObjectNode olderPair(ObjectType from, String id, ObjectType to, String other) {
        ObjectNode pair = Json.object();
        pair.putObject("from").put("id", id);
        pair.putObject("to").put("id", other);
        pair.put("type", (from.singular() + "_to_" + to.singular()).toLowerCase(Locale.ROOT));
        return pair;
    }

    private Iterable<JsonNode> inputs() {
        JsonNode inputs = call.body().path("inputs");
        if (inputs.isEmpty() || inputs.size() > MOST_IN_BATCH) {
            throw Refused.invalid("Invalid input: between 1 and " + MOST_IN_BATCH + " inputs are required");
        }
        return inputs;
    }

    private ObjectNode frame() {
        String now = Values.moment(portal.now());
        return Json.object().put("status", "COMPLETE").put("startedAt", now).put("completedAt", now);
    }
}
