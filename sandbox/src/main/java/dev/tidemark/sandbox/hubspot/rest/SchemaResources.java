package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Owner;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Property;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.hubspot.crm.Values;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What describes an account: properties, schemas of custom objects, owners, the account itself. */
final class SchemaResources {
    private static final String SINCE = "2020-06-30T15:57:37.640Z";

    private SchemaResources() {}

    static Answer properties(Call call) {
        ObjectType type = call.type(0);
        return switch (call.is()) {
            case "GET 1" -> {
                ObjectNode answer = Json.object();
                ArrayNode results = answer.putArray("results");
                if (call.flag("archived")) {
                    call.portal()
                            .retired(type)
                            .forEach(one -> results.add(json(one.property(), type)
                                    .put("archived", true)
                                    .put("archivedAt", Values.moment(one.at()))));
                } else {
                    type.properties().values().forEach(property -> results.add(json(property, type)));
                }
                yield Json.answer(200, answer);
            }
            case "GET 2" -> Json.answer(200, json(known(type, call.segment(1)), type));
            case "DELETE 2" -> {
                Property property = known(type, call.segment(1));
                if (!property.custom()) {
                    throw Refused.invalid("Property " + property.name() + " is read only and cannot be archived");
                }
                call.portal().retire(type, property);
                yield Answer.empty(204);
            }
            case "POST 1" -> define(call, type);
            default -> throw Call.noSuchPath();
        };
    }

    private static Property known(ObjectType type, String name) {
        return type.property(name)
                .orElseThrow(() -> Refused.notFound("Property " + name + " does not exist on " + type.name()));
    }

    private static Answer define(Call call, ObjectType type) {
        ObjectNode body = call.body();
        String name = body.path("name").asString("");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw Refused.invalid("Invalid property name: " + name);
        }
        if (type.property(name).isPresent()) {
            throw new Refused(409, "OBJECT_ALREADY_EXISTS", "A property named '" + name + "' already exists.");
        }
        var options = new ArrayList<String>();
        body.path("options").forEach(option -> options.add(option.path("value").asString("")));
        var property = new Property(
                name,
                body.path("label").asString(name),
                body.path("type").asString("string"),
                body.path("fieldType").asString("text"),
                options,
                false,
                false,
                body.path("hasUniqueValue").asBoolean(false),
                true);
        call.portal().define(type, property);
        return Json.answer(201, json(property, type));
    }

    private static ObjectNode json(Property property, ObjectType type) {
        ObjectNode json = Json.object();
        json.put("updatedAt", SINCE).put("createdAt", SINCE);
        json.put("name", property.name()).put("label", property.label());
        json.put("type", property.type()).put("fieldType", property.fieldType());
        json.put("description", property.label());
        json.put("groupName", type.singular().toLowerCase(java.util.Locale.ROOT) + "information");
        ArrayNode options = json.putArray("options");
        int order = 0;
        for (String option : property.options()) {
            options.addObject()
                    .put("label", option)
                    .put("value", option)
                    .put("description", "")
                    .put("displayOrder", order++)
                    .put("hidden", false);
        }
        json.put("displayOrder", -1).put("calculated", property.calculated()).put("externalOptions", false);
        if (property.custom()) {
            json.put("createdUserId", "88842095")
                    .put("updatedUserId", "88842095")
                    .put("archived", false);
        }
        json.put("hasUniqueValue", property.unique()).put("hidden", false);
        if (!property.custom()) {
            json.put("hubspotDefined", true);
        }
        json.putObject("modificationMetadata")
                .put("archivable", true)
                .put("readOnlyDefinition", !property.custom())
                .put("readOnlyValue", property.readOnly());
        return json.put("formField", false).put("dataSensitivity", "non_sensitive");
    }

    static Answer schemas(Call call) {
        List<ObjectType> custom =
                call.portal().types().stream().filter(ObjectType::custom).toList();
        if (call.is().equals("GET 0")) {
            ObjectNode answer = Json.object();
            ArrayNode results = answer.putArray("results");
            custom.forEach(type -> results.add(schema(type)));
            return Json.answer(200, answer);
        }
        if (call.is().equals("GET 1")) {
            return Json.answer(200, schema(call.type(0)));
        }
        throw Call.noSuchPath();
    }

    private static ObjectNode schema(ObjectType type) {
        ObjectNode json = Json.object();
        json.put("id", type.typeId().substring(2));
        json.put("name", type.name());
        json.putObject("labels").put("singular", type.singular()).put("plural", type.name());
        json.putArray("requiredProperties");
        json.putArray("searchableProperties");
        json.put(
                "primaryDisplayProperty",
                type.shown().isEmpty() ? "" : type.shown().getFirst());
        json.putArray("secondaryDisplayProperties");
        json.put("archived", false).put("createdAt", SINCE).put("updatedAt", SINCE);
        json.put("objectTypeId", type.typeId());
        json.put("fullyQualifiedName", "p" + Portal.ID + "_" + type.name());
        ArrayNode properties = json.putArray("properties");
        type.properties().values().forEach(property -> properties.add(json(property, type)));
        json.putArray("associations");
        return json;
    }

    static Answer owners(Call call, List<Owner> owners) {
        if (call.is().equals("GET 1")) {
            return Json.answer(
                    200,
                    owners.stream()
                            .filter(owner -> owner.id().equals(call.segment(0)))
                            .findFirst()
                            .map(SchemaResources::json)
                            .orElseThrow(() -> Refused.notFound("resource not found")));
        }
        int limit = call.limit(100, 500);
        boolean archived = call.flag("archived");
        String after = call.request().params().getOrDefault("after", "0");
        List<Owner> left = owners.stream()
                .filter(owner -> owner.archived() == archived && Long.parseLong(owner.id()) > Long.parseLong(after))
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        left.stream().limit(limit).forEach(owner -> results.add(json(owner)));
        if (left.size() > limit) {
            ObjectsResource.next(answer, left.get(limit - 1).id(), "/crm/v3/owners?limit=" + limit);
        }
        return Json.answer(200, answer);
    }

    private static ObjectNode json(Owner owner) {
        ObjectNode json = Json.object();
        json.put("id", owner.id()).put("email", owner.email()).put("type", "PERSON");
        json.put("firstName", owner.firstName()).put("lastName", owner.lastName());
        if (owner.archived()) {
            json.putNull("userId");
        } else {
            json.put("userId", owner.userId());
        }
        json.put("userIdIncludingInactive", owner.userId());
        json.put("createdAt", Values.moment(owner.since())).put("updatedAt", Values.moment(owner.since()));
        return json.put("archived", owner.archived());
    }

    static Answer account() {
        ObjectNode json = Json.object();
        json.put("portalId", Portal.ID).put("accountType", "DEVELOPER_TEST").put("timeZone", "Europe/Berlin");
        json.put("companyCurrency", "USD");
        json.putArray("additionalCurrencies");
        json.put("utcOffset", "+01:00").put("utcOffsetMilliseconds", 3_600_000);
        return Json.answer(200, json.put("uiDomain", "app-eu1.hubspot.com").put("dataHostingLocation", "eu1"));
    }
}
