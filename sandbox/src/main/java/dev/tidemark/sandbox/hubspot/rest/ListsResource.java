package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.Lists;
import dev.tidemark.sandbox.hubspot.crm.Lists.Definition;
import dev.tidemark.sandbox.hubspot.crm.Lists.Done;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.hubspot.crm.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /crm/v3/lists}: definitions, found by an offset, and memberships, by a cursor. */
final class ListsResource {
    private static final int MOST_LISTS = 500;
    private static final int MOST_MEMBERS = 250;

    private final Call call;
    private final Lists lists;

    private ListsResource(Call call) {
        this.call = call;
        this.lists = call.portal().lists();
    }

    static Answer handle(Call call) {
        var resource = new ListsResource(call);
        String last = call.path().isEmpty() ? "" : call.path().getLast();
        return switch (call.is()) {
            case "POST 0" -> resource.create();
            case "POST 1" -> {
                if (!last.equals("search")) {
                    throw Call.noSuchPath();
                }
                yield resource.search();
            }
            case "GET 1" -> resource.list(resource.lists.the(last));
            case "DELETE 1" -> {
                resource.lists.delete(last);
                yield Answer.empty(204);
            }
            case "PUT 2" -> resource.restore(last);
            case "GET 2" -> resource.members(last);
            case "PUT 3" -> resource.change(last);
            default -> throw Call.noSuchPath();
        };
    }

    private Answer create() {
        JsonNode body = call.body();
        String processing = body.path("processingType").asString("");
        if (!List.of("MANUAL", "SNAPSHOT", "DYNAMIC").contains(processing)) {
            throw Refused.invalid("processingType must be one of MANUAL, SNAPSHOT, DYNAMIC, was '" + processing + "'");
        }
        return list(lists.create(
                body.path("name").asString(""),
                call.portal().the(body.path("objectTypeId").asString("")),
                processing,
                "",
                ""));
    }

    private Answer list(Definition list) {
        ObjectNode answer = Json.object();
        answer.set("list", json(list).put("size", lists.members(list).size()));
        return Json.answer(200, answer);
    }

    private Answer restore(String action) {
        if (!action.equals("restore")) {
            throw Call.noSuchPath();
        }
        lists.restore(call.segment(0));
        return Answer.empty(204);
    }

    private Answer search() {
        JsonNode body = call.body();
        int count = Call.limit(body.path("count").asString("20"), MOST_LISTS);
        int offset = Math.max(0, body.path("offset").asInt(0));
        String query = body.path("query").asString("").toLowerCase(Locale.ROOT);
        List<Definition> found = lists.living().stream()
                .filter(list -> list.name().toLowerCase(Locale.ROOT).contains(query))
                .toList();
        int end = Math.min(found.size(), offset + count);
        ObjectNode answer = Json.object();
        answer.put("offset", end).put("hasMore", end < found.size());
        ArrayNode results = answer.putArray("lists");
        for (Definition list : found.subList(Math.min(offset, end), end)) {
            ObjectNode json = json(list);
            NavigableMap<Long, Instant> members = lists.members(list);
            ObjectNode more = json.putObject("additionalProperties");
            more.put("hs_list_size", String.valueOf(members.size())).put("hs_list_reference_count", "0");
            members.values().stream()
                    .max(Instant::compareTo)
                    .ifPresent(newest -> more.put("hs_last_record_added_at", String.valueOf(newest.toEpochMilli())));
            results.add(json);
        }
        return Json.answer(200, answer.put("total", found.size()));
    }

    private static ObjectNode json(Definition list) {
        ObjectNode json = Json.object();
        json.put("listId", list.id()).put("listVersion", 1);
        json.put("createdAt", Values.moment(list.created())).put("updatedAt", Values.moment(list.updated()));
        json.put("filtersUpdatedAt", Values.moment(list.created()));
        json.put("processingStatus", "COMPLETE").put("createdById", "88842095").put("updatedById", "88842095");
        json.put("processingType", list.processing());
        return json.put("objectTypeId", list.type().typeId()).put("name", list.name());
    }

    /** In the order of records' ids. */
    private Answer members(String action) {
        if (!action.equals("memberships")) {
            throw Call.noSuchPath();
        }
        Definition list = lists.the(call.segment(0));
        int limit = call.limit(100, MOST_MEMBERS);
        NavigableMap<Long, Instant> members = lists.members(list);
        List<Map.Entry<Long, Instant>> left =
                List.copyOf(members.tailMap(after(), false).entrySet());
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        left.stream()
                .limit(limit)
                .forEach(one -> results.addObject()
                        .put("recordId", one.getKey().toString())
                        .put("membershipTimestamp", Values.moment(one.getValue())));
        if (left.size() > limit) {
            String cursor = Base64.getEncoder()
                    .encodeToString(left.get(limit - 1).getKey().toString().getBytes(StandardCharsets.UTF_8));
            ObjectsResource.next(answer, cursor, "/crm/v3/lists/" + list.id() + "/memberships?limit=" + limit);
        }
        return Json.answer(200, answer.put("total", members.size()));
    }

    private long after() {
        String cursor = call.request().params().getOrDefault("after", "");
        if (cursor.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            throw Refused.invalid("Invalid input: after must be the cursor of a page before, was " + cursor);
        }
    }

    private Answer change(String action) {
        Definition list = lists.the(call.segment(0));
        JsonNode body = Json.MAPPER.readTree(call.request().body());
        Done done = switch (call.segment(1) + "/" + action) {
            case "memberships/add" -> lists.change(list, ids(body), List.of());
            case "memberships/remove" -> lists.change(list, List.of(), ids(body));
            case "memberships/add-and-remove" ->
                lists.change(list, ids(body.path("recordIdsToAdd")), ids(body.path("recordIdsToRemove")));
            default -> throw Call.noSuchPath();
        };
        ObjectNode answer = Json.object();
        Json.strings(answer.putArray("recordIdsRemoved"), done.removed());
        Json.strings(answer.putArray("recordsIdsAdded"), done.added());
        Json.strings(answer.putArray("recordIdsMissing"), done.missing());
        return Json.answer(200, answer);
    }

    private static List<String> ids(JsonNode array) {
        return List.copyOf(Call.names(array));
    }
}
