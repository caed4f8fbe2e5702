package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.hubspot.crm.Search;
import dev.tidemark.sandbox.store.StoredObject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /crm/v3/objects/…}: lists, single records and searches; batches are {@link BatchResource}'s. */
final class ObjectsResource {
    private static final int MOST_FOUND = 10_000;

    private final Call call;
    private final Portal portal;
    private final int mostLinks;

    private ObjectsResource(Call call, int mostLinks) {
        this.call = call;
        this.portal = call.portal();
        this.mostLinks = mostLinks;
    }

    static Answer handle(Call call, int mostLinks) {
        var resource = new ObjectsResource(call, mostLinks);
        ObjectType type = call.type(0);
        return switch (call.is()) {
            case "GET 1" -> resource.list(type);
            case "POST 1" -> resource.create(type);
            case "GET 2" -> resource.read(type, call.segment(1));
            case "PATCH 2" -> resource.update(type, call.segment(1));
            case "DELETE 2" -> resource.archive(type, call.segment(1));
            case "POST 2" -> {
                if (call.segment(1).equals("search")) {
                    yield resource.search(type);
                }
                if (call.segment(1).equals("merge")) {
                    yield resource.merge(type);
                }
                throw Call.noSuchPath();
            }
            case "POST 3" -> BatchResource.handle(call, type);
            default -> throw Call.noSuchPath();
        };
    }

    private Answer list(ObjectType type) {
        Set<String> withHistory = call.listed("propertiesWithHistory");
        int limit = call.limit(10, withHistory.isEmpty() ? 100 : Call.MOST_WITH_HISTORY);
        String text = call.request().params().getOrDefault("after", "0");
        if (!text.matches("\\d{1,18}")) {
            throw Refused.invalid("Invalid input: after must be the cursor of a page before, was " + text);
        }
        long after = Long.parseLong(text);
        boolean archived = call.flag("archived");
        List<StoredObject> left = portal.seen(type).stream()
                .filter(object -> object.isDeleted() == archived && Long.parseLong(object.id()) > after)
                .sorted(Comparator.comparingLong(object -> Long.parseLong(object.id())))
                .limit(limit + 1L)
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        Set<String> properties = call.listed("properties");
        for (StoredObject object : left.subList(0, Math.min(limit, left.size()))) {
            ObjectNode json = RecordJson.of(portal, type, object, properties, withHistory);
            RecordJson.associations(portal, json, type, object, call.listed("associations"), mostLinks);
            results.add(json);
        }
        if (left.size() > limit) {
            next(answer, left.get(limit - 1).id(), "/crm/v3/objects/" + type.name() + "?limit=" + limit);
        }
        return Json.answer(200, answer);
    }

    static void next(ObjectNode answer, String after, String link) {
        answer.putObject("paging")
                .putObject("next")
                .put("after", after)
                .put("link", "https://api.hubapi.com" + link + "&after=" + after);
    }

    private Answer create(ObjectType type) {
        ObjectNode body = call.body();
        StoredObject made = portal.create(type, Call.properties(body));
        BatchResource.join(portal, type, made.id(), body.path("associations"));
        return Json.answer(201, RecordJson.whole(type, made));
    }

    private Answer read(ObjectType type, String id) {
        String by = call.request().params().get("idProperty");
        boolean archived = call.flag("archived");
        StoredObject object = (by == null
                        ? portal.store().seen(type.name(), id)
                        : portal.byUnique(type, by, id)
                                .flatMap(found -> portal.store().seen(type.name(), found.id())))
                .filter(found -> found.isDeleted() == archived)
                .orElseThrow(() -> Refused.notFound("resource not found"));
        ObjectNode json =
                RecordJson.of(portal, type, object, call.listed("properties"), call.listed("propertiesWithHistory"));
        RecordJson.associations(portal, json, type, object, call.listed("associations"), mostLinks);
        return Json.answer(200, json);
    }

    private Answer update(ObjectType type, String id) {
        String by = call.request().params().get("idProperty");
        String found = by == null
                ? id
                : portal.byUnique(type, by, id)
                        .orElseThrow(() -> Refused.notFound("resource not found"))
                        .id();
        return Json.answer(200, RecordJson.whole(type, portal.update(type, found, Call.properties(call.body()))));
    }

    private Answer archive(ObjectType type, String id) {
        portal.archive(type, id);
        return Answer.empty(204);
    }

    private Answer merge(ObjectType type) {
        ObjectNode body = call.body();
        StoredObject winner = portal.merge(
                type,
                body.path("primaryObjectId").asString(""),
                body.path("objectIdToMerge").asString(""));
        return Json.answer(200, RecordJson.whole(type, winner));
    }

    private Answer search(ObjectType type) {
        JsonNode body = call.body();
        int limit = Call.limit(body.path("limit").asString("10"), 200);
        String text = body.path("after").asString("0");
        int after = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        List<StoredObject> found = Search.of(type, body).in(portal.indexed(type));
        if (after + limit > MOST_FOUND) {
            throw Refused.invalid("Paging through more than " + MOST_FOUND
                    + " results of a search is not supported; narrow it by filters");
        }
        ObjectNode answer = Json.object();
        answer.put("total", found.size());
        ArrayNode results = answer.putArray("results");
        Set<String> properties = Call.names(body.path("properties"));
        for (StoredObject object :
                found.subList(Math.min(after, found.size()), Math.min(found.size(), after + limit))) {
            results.add(RecordJson.of(portal, type, object, properties));
        }
        if (after + limit < found.size()) {
            answer.putObject("paging").putObject("next").put("after", String.valueOf(after + limit));
        }
        return Json.answer(200, answer);
    }
}
