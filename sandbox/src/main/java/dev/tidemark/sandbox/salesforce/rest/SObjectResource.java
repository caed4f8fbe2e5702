package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.org.Ids;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.RowError;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.soql.RowJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /sobjects} and everything below it: describes, single records, upsert by external id, blobs. */
final class SObjectResource {
    private static final int RECENT = 5;

    private SObjectResource() {}

    static Answer handle(Call call) {
        List<String> path = call.path();
        if (path.size() == 1) {
            return Json.answer(200, DescribeResource.global(call));
        }
        SObject object = call.object(path.get(1));
        if (path.size() == 2) {
            return switch (call.method()) {
                case "GET" -> about(call, object);
                case "POST" -> saved(() -> new Records(call).create(object, body(call)));
                default -> throw ApiException.method(call.method(), "HEAD,GET,POST");
            };
        }
        String third = path.get(2);
        if (path.size() == 3) {
            return switch (third) {
                case "describe" -> Json.answer(200, DescribeResource.full(call, object));
                case "deleted" -> ReplicationResource.deleted(call, object);
                case "updated" -> ReplicationResource.updated(call, object);
                default -> record(call, object, third);
            };
        }
        if (path.size() == 4) {
            return object.field(third) == null && Ids.full(third) != null
                    ? blob(living(call, object, third), field(object, path.get(3)))
                    : byKey(call, object, Records.externalId(object, third), path.get(3));
        }
        throw ApiException.notFound();
    }

    private static Answer about(Call call, SObject object) {
        ObjectNode about = Json.object();
        about.set("objectDescribe", DescribeResource.brief(object, call.version()));
        ArrayNode recent = about.putArray("recentItems");
        call.org().rows(object).stream()
                .filter(row -> !row.isDeleted())
                .sorted(Comparator.comparingLong(Row::stamp).reversed())
                .limit(RECENT)
                .forEach(row -> {
                    ObjectNode item = recent.addObject();
                    ObjectNode attributes = item.putObject("attributes");
                    attributes.put("type", object.name());
                    attributes.put("url", url(call, object, row));
                    item.put("Id", row.id());
                    Field name = object.field("Name");
                    if (name != null && row.get(name) instanceof String text) {
                        item.put("Name", text);
                    }
                });
        return Json.answer(200, about);
    }

    private static Answer record(Call call, SObject object, String id) {
        return switch (call.method()) {
            case "GET", "HEAD" -> one(call, object, living(call, object, id));
            case "PATCH" -> {
                living(call, object, id);
                saved(() -> new Records(call).update(object, id, body(call)));
                yield Answer.empty(204);
            }
            case "DELETE" -> {
                living(call, object, id);
                saved(() -> new Records(call).delete(id));
                yield Answer.empty(204);
            }
            default -> throw ApiException.method(call.method(), "HEAD,GET,PATCH,DELETE");
        };
    }

    private static Answer byKey(Call call, SObject object, Field key, String value) {
        if (call.method().equals("PATCH")) {
            return upsert(call, object, key, value);
        }
        List<Row> found = key.type() == FieldType.ID
                ? List.of(living(call, object, value))
                : new Records(call).matching(object, key, value);
        if (found.size() > 1) {
            return choices(call, object, found);
        }
        if (found.isEmpty()) {
            throw ApiException.notFound();
        }
        return record(call, object, found.getFirst().id());
    }

    private static Answer upsert(Call call, SObject object, Field key, String value) {
        var records = new Records(call);
        boolean byId = key.type() == FieldType.ID;
        List<Row> found = byId ? List.of(living(call, object, value)) : records.matching(object, key, value);
        if (found.size() > 1) {
            return choices(call, object, found);
        }
        boolean updateOnly = Boolean.parseBoolean(call.request().params().get("updateOnly"));
        if (found.isEmpty() && updateOnly) {
            throw ApiException.notFound();
        }
        ObjectNode body = body(call);
        return saved(() -> records.upsert(object, key, value, body));
    }

    /** 300 with the urls of all that match. */
    private static Answer choices(Call call, SObject object, List<Row> found) {
        ArrayNode urls = Json.array();
        found.forEach(row -> urls.add(url(call, object, row)));
        return Json.answer(300, urls);
    }

    private static Answer one(Call call, SObject object, Row row) {
        String names = call.request().params().get("fields");
        List<Field> fields = names == null
                ? object.fields()
                : Arrays.stream(names.split(",", -1))
                        .map(name -> field(object, name.strip()))
                        .toList();
        return Json.written(200, json -> {
            json.writeStartObject();
            RowJson.attributes(json, object, row.id(), call.version());
            fields.forEach(field -> RowJson.field(json, call.org(), row, field, call.version()));
            json.writeEndObject();
        });
    }

    private static Field field(SObject object, String name) {
        Field field = object.field(name);
        if (field == null) {
            throw new ApiException(
                    400, "INVALID_FIELD", "No such column '" + name + "' on entity '" + object.name() + "'");
        }
        return field;
    }

    private static Answer blob(Row row, Field field) {
        if (!(row.get(field) instanceof byte[] bytes)) {
            throw ApiException.notFound();
        }
        return new Answer(200, Map.of("Content-Type", "application/octet-stream"), bytes, Duration.ZERO);
    }

    private static Row living(Call call, SObject object, String id) {
        String full = Ids.full(id);
        if (full == null) {
            throw new ApiException(
                    404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + id);
        }
        Row row = call.org().find(full);
        if (row == null || !row.object().name().equals(object.name())) {
            throw ApiException.notFound();
        }
        if (row.isDeleted()) {
            throw new ApiException(RowError.of("ENTITY_IS_DELETED", "entity is deleted"));
        }
        return row;
    }

    private interface Save {
        Saved run();
    }

    private static Answer saved(Save save) {
        try {
            Saved saved = save.run();
            boolean updated = Boolean.FALSE.equals(saved.created());
            return Json.answer(updated ? 200 : 201, saved.json());
        } catch (RowRefused refused) {
            throw new ApiException(refused.error());
        }
    }

    private static ObjectNode body(Call call) {
        ObjectNode body = Json.object(call.request().body());
        if (body.has("Id") || body.has("id")) {
            throw new ApiException(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.");
        }
        return body;
    }

    private static String url(Call call, SObject object, Row row) {
        return "/services/data/" + call.version() + "/sobjects/" + object.name() + "/" + row.id();
    }
}
