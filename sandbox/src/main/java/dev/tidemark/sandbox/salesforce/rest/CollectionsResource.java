package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.org.Ids;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.RowError;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.soql.RowJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /composite/sobjects}: up to 200 records in one call, an outcome for each in its place. */
final class CollectionsResource {
    private static final int MOST_RECORDS = 200;
    private static final int MOST_READ = 2_000;

    private CollectionsResource() {}

    /** The path behind {@code composite/sobjects}: nothing, an object, or an object and its external id. */
    static Answer handle(Call call) {
        List<String> below = call.path().subList(2, call.path().size());
        return switch (call.method() + below.size()) {
            case "POST0" -> create(call);
            case "PATCH0" -> update(call);
            case "PATCH2" -> upsert(call, call.object(below.getFirst()), below.get(1));
            case "DELETE0" -> delete(call);
            case "GET1", "POST1" -> read(call, call.object(below.getFirst()));
            default -> throw ApiException.method(call.method(), "POST,PATCH,DELETE");
        };
    }

    private static Answer create(Call call) {
        var records = new Records(call);
        return each(call, body(call), false, node -> records.create(type(call, node), node));
    }

    private static Answer update(Call call) {
        var records = new Records(call);
        return each(call, body(call), false, node -> {
            String id = id(node);
            if (id.isEmpty()) {
                throw RowRefused.because("MISSING_ARGUMENT", "Id not specified in an update call");
            }
            return records.update(type(call, node), id, node);
        });
    }

    private static Answer upsert(Call call, SObject object, String keyName) {
        Field key = Records.externalId(object, keyName);
        var records = new Records(call);
        Set<String> seen = new HashSet<>();
        return each(call, body(call), true, node -> {
            String value = value(node, key);
            if (!value.isBlank() && !seen.add(value.toLowerCase(Locale.ROOT))) {
                throw RowRefused.because("DUPLICATE_VALUE", "Duplicate external id specified: " + value, key.name());
            }
            return records.upsert(type(call, node), key, value, node);
        });
    }

    private static Answer delete(Call call) {
        var params = call.request().params();
        List<String> ids = Arrays.stream(params.getOrDefault("ids", "").split(",", -1))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
        checkSize(ids.size());
        var records = new Records(call);
        return answer(
                call,
                Boolean.parseBoolean(params.get("allOrNone")),
                ids.stream().map(id -> attempt(false, () -> records.delete(id))).iterator()::next,
                ids.size());
    }

    private static Answer read(Call call, SObject object) {
        var ids = new ArrayList<String>();
        var names = new ArrayList<String>();
        if (call.method().equals("GET")) {
            ids.addAll(List.of(call.request().params().getOrDefault("ids", "").split(",", -1)));
            names.addAll(
                    List.of(call.request().params().getOrDefault("fields", "").split(",", -1)));
        } else {
            ObjectNode body = Json.object(call.request().body());
            body.path("ids").forEach(id -> ids.add(id.asString("")));
            body.path("fields").forEach(name -> names.add(name.asString("")));
        }
        if (ids.size() > MOST_READ) {
            checkSize(MOST_RECORDS + 1);
        }
        List<Field> fields =
                names.stream().map(name -> named(object, name.strip())).toList();
        return Json.written(200, json -> {
            json.writeStartArray();
            for (String id : ids) {
                String full = Ids.full(id.strip());
                Row row = full == null ? null : call.org().find(full);
                if (row == null || row.isDeleted() || !row.object().name().equals(object.name())) {
                    json.writeNull();
                    continue;
                }
                json.writeStartObject();
                RowJson.attributes(json, object, row.id(), call.version());
                fields.forEach(field -> RowJson.field(json, call.org(), row, field, call.version()));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static Field named(SObject object, String name) {
        Field field = object.field(name);
        if (field == null) {
            throw new ApiException(
                    400, "INVALID_FIELD", "No such column '" + name + "' on entity '" + object.name() + "'");
        }
        return field;
    }

    private interface Attempt {
        Saved save();
    }

    private static Saved attempt(boolean upsert, Attempt attempt) {
        try {
            return attempt.save();
        } catch (RowRefused refused) {
            return Saved.refused(refused.error(), upsert);
        }
    }

    private static Answer each(Call call, ObjectNode body, boolean upsert, Function<ObjectNode, Saved> save) {
        if (!(body.get("records") instanceof ArrayNode records)) {
            throw new ApiException(400, "JSON_PARSER_ERROR", "The request body has no list of records");
        }
        checkSize(records.size());
        var nodes = records.iterator();
        return answer(
                call,
                body.path("allOrNone").asBoolean(false),
                () -> attempt(upsert, () -> {
                    if (nodes.next() instanceof ObjectNode node) {
                        return save.apply(node);
                    }
                    throw new RowRefused(RowError.of("JSON_PARSER_ERROR", "a record must be an object"));
                }),
                records.size());
    }

    private static Answer answer(Call call, boolean allOrNone, Attempt next, int count) {
        List<Saved> saved = call.org()
                .atomically(
                        () -> {
                            var results = new ArrayList<Saved>();
                            for (int i = 0; i < count; i++) {
                                results.add(next.save());
                            }
                            return results;
                        },
                        results -> !allOrNone || results.stream().allMatch(one -> one.error() == null));
        boolean rolledBack = allOrNone && saved.stream().anyMatch(one -> one.error() != null);
        ArrayNode answer = Json.array();
        saved.forEach(one -> answer.add((rolledBack ? one.rolledBack() : one).json()));
        return Json.answer(200, answer);
    }

    private static ObjectNode body(Call call) {
        return Json.object(call.request().body());
    }

    private static void checkSize(int size) {
        if (size == 0) {
            throw new ApiException(400, "REQUIRED_FIELD_MISSING", "The request has no records");
        }
        if (size > MOST_RECORDS) {
            throw new ApiException(
                    400,
                    "EXCEEDED_ID_LIMIT",
                    "record limit reached. cannot submit more than " + MOST_RECORDS + " records into this call");
        }
    }

    private static SObject type(Call call, ObjectNode node) {
        String type = node.path("attributes").path("type").asString("");
        if (type.isEmpty()) {
            throw RowRefused.because("INVALID_TYPE", "Include an entity type value.");
        }
        SObject object = call.view().object(type);
        if (object == null) {
            throw RowRefused.because("INVALID_TYPE", "sObject type '" + type + "' is not supported.");
        }
        return object;
    }

    private static String id(ObjectNode node) {
        return node.path("id").asString(node.path("Id").asString(""));
    }

    private static String value(ObjectNode node, Field key) {
        for (var property : node.properties()) {
            if (property.getKey().equalsIgnoreCase(key.name())) {
                JsonNode value = property.getValue();
                return value.isNull() ? "" : value.asString("");
            }
        }
        return "";
    }
}
