package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The tables of a base, by its own description: one request. */
final class Base {

    /** The record's own members, beside its cells. */
    static final String ID = "id";

    static final String CREATED = "createdTime";

    /** Cells that Airtable computes, so that nobody writes them (API reference, "Field types"). */
    private static final Set<String> COMPUTED = Set.of(
            "formula",
            "rollup",
            "count",
            "multipleLookupValues",
            "createdTime",
            "createdBy",
            "lastModifiedTime",
            "lastModifiedBy",
            "autoNumber",
            "button",
            "externalSyncSource",
            "aiText");

    private Base() {}

    static List<StreamSpec> tables(Access access) throws HttpFailed, Troubled {
        String what = "the description of the base";
        HttpAnswer answer = Login.ask(
                access, Login.API.request(access, "GET", "/v0/meta/bases/" + Login.base(access) + "/tables"), what);
        List<StreamSpec> streams = new ArrayList<>();
        Login.API.list(answer, what, "tables").forEach(table -> streams.add(stream(table)));
        return streams;
    }

    /** The names of the base's tables, which the streams have, by their ids, by which webhooks call them. */
    static Map<String, String> names(Access access) throws HttpFailed, Troubled {
        String what = "the description of the base";
        HttpAnswer answer = Login.ask(
                access, Login.API.request(access, "GET", "/v0/meta/bases/" + Login.base(access) + "/tables"), what);
        Map<String, String> names = new HashMap<>();
        Login.API
                .list(answer, what, "tables")
                .forEach(table -> names.put(
                        table.path("id").asString(""), table.path("name").asString("")));
        return names;
    }

    static Optional<StreamSpec> table(Access access, String name) throws HttpFailed, Troubled {
        return tables(access).stream()
                .filter(table -> table.name().equals(name))
                .findFirst();
    }

    /** A record tells when it was made, and not when it was changed: each reading answers all of them. */
    private static StreamSpec stream(JsonNode table) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(ID, FieldType.TEXT, "the record's id", false));
        fields.add(new Field(CREATED, FieldType.INSTANT, "when the record was made", false));
        for (JsonNode field : table.path("fields")) {
            String name = field.path("name").asString("");
            String type = field.path("type").asString("");
            JsonNode result = field.path("options").path("result").path("type");
            fields.add(new Field(
                    named(name),
                    type(field),
                    result.isString() ? type + " of " + result.asString() : type,
                    !COMPUTED.contains(type)));
        }
        return new StreamSpec(
                table.path("name").asString(""),
                fields,
                List.of(ID),
                CursorKind.NONE,
                Optional.empty(),
                false,
                Set.of());
    }

    /** The stream's field for a cell. A cell may be called like one of the record's own members. */
    private static String named(String cell) {
        return cell.equals(ID) || cell.equals(CREATED) ? cell + " (cell)" : cell;
    }

    /** The name of the cell behind a field. */
    static String cell(String field) {
        return field.equals(ID + " (cell)") || field.equals(CREATED + " (cell)")
                ? field.substring(0, field.length() - " (cell)".length())
                : field;
    }

    static List<String> place(String field) {
        return field.equals(ID) || field.equals(CREATED) ? List.of(field) : List.of("fields", cell(field));
    }

    private static FieldType type(JsonNode field) {
        String type = field.path("type").asString("");
        return switch (type) {
            case "number", "currency", "percent", "rating", "count", "duration" -> FieldType.DECIMAL;
            case "autoNumber" -> FieldType.INTEGER;
            case "checkbox" -> FieldType.BOOLEAN;
            case "date" -> FieldType.DATE;
            case "dateTime", "createdTime", "lastModifiedTime" -> FieldType.INSTANT;
            case "singleLineText", "email", "url", "multilineText", "richText", "phoneNumber", "singleSelect" ->
                FieldType.TEXT;
            // What they make is of their result's type, or an object where there is none.
            case "formula", "rollup" ->
                field.path("options").path("result").has("type")
                        ? type(field.path("options").path("result"))
                        : FieldType.JSON;
            default -> FieldType.JSON;
        };
    }
}
