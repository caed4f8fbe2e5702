package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connectors.hubspot.Hub.Associations;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The streams of an account, by HubSpot's own descriptions. */
final class Streams {

    static final String ID = "id";
    static final String UPDATED = "updatedAt";

    /** What stands beside the properties of every record. */
    static final List<Field> BESIDE = List.of(
            Field.of(ID, FieldType.TEXT),
            Field.of("createdAt", FieldType.INSTANT),
            Field.of(UPDATED, FieldType.INSTANT),
            Field.of("archived", FieldType.BOOLEAN),
            Field.of("archivedAt", FieldType.INSTANT));

    static final String FROM = "from_id";
    static final String TO = "to_id";
    static final String CATEGORY = "category";
    static final String TYPE = "type_id";
    static final String LABEL = "label";
    static final String ASSOCIATED = "associated";

    private Streams() {}

    /** The standard types that this app may see, the custom ones, the common associations and the owners. */
    static List<StreamSpec> all(Access access) throws HttpFailed, Troubled {
        List<String> types = new ArrayList<>(Kind.STANDARD);
        types.addAll(custom(access));
        List<StreamSpec> streams = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String type : types) {
            Optional<List<Property>> properties = properties(access, type);
            if (properties.isPresent()) {
                seen.add(type);
                streams.add(records(access, type, properties.get()));
            }
        }
        Hub.associations(access)
                .ifPresent(rows -> Kind.COMMON.stream()
                        .filter(links -> seen.contains(links.from()) && seen.contains(links.to()))
                        .forEach(links -> streams.add(links(access, links, rows))));
        streams.add(owners(access));
        return streams;
    }

    /** Empty where there is none of that name, or the app may not see it. */
    static Optional<StreamSpec> one(Access access, String name) throws HttpFailed, Troubled {
        Optional<Kind> kind = Kind.of(name);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        return switch (kind.get()) {
            case Kind.Records(String type) -> properties(access, type).map(all -> records(access, type, all));
            case Kind.Links links -> Hub.associations(access).map(rows -> links(access, links, rows));
            case Kind.Owners owners -> Optional.of(owners(access));
        };
    }

    /** The full names of the account's own types; none where the app may not see them. */
    private static List<String> custom(Access access) throws HttpFailed, Troubled {
        String what = "the list of custom objects";
        HttpAnswer answer = Hub.API.send(access, Hub.API.request(access, "GET", "/crm/v3/schemas"));
        if (answer.status() == 403) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode schema : Hub.API.list(answer, what, "results")) {
            names.add(schema.path("fullyQualifiedName").asString(""));
        }
        return names;
    }

    /** Empty where there is no such type, or the app may not see it. */
    static Optional<List<Property>> properties(Access access, String type) throws HttpFailed, Troubled {
        String what = "the properties of " + type;
        HttpAnswer answer =
                Hub.API.send(access, Hub.API.request(access, "GET", "/crm/v3/properties/" + Params.step(type)));
        if (answer.status() == 400 || answer.status() == 403 || answer.status() == 404) {
            return Optional.empty();
        }
        List<Property> properties = new ArrayList<>();
        for (JsonNode json : Hub.API.list(answer, what, "results")) {
            properties.add(Property.of(json, type.equals("contacts")));
        }
        return Optional.of(properties);
    }

    static StreamSpec records(Access access, String type, List<Property> properties) {
        List<Field> fields = new ArrayList<>(BESIDE);
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> names.add(field.name()));
        Set<String> calculated = new LinkedHashSet<>();
        for (Property property : properties) {
            if (names.add(property.name())) {
                fields.add(property.asField());
                if (property.calculated()) {
                    calculated.add(property.name());
                }
            }
        }
        return new StreamSpec(
                type,
                fields,
                List.of(ID),
                CursorKind.TIME,
                Optional.of(UPDATED),
                Hub.listsArchived(access),
                calculated);
    }

    private static StreamSpec links(Access access, Kind.Links links, Associations rows) {
        String name = links.from() + "_" + links.to();
        return switch (rows) {
            case PAIRS ->
                new StreamSpec(
                        name,
                        List.of(
                                Field.of(FROM, FieldType.TEXT),
                                Field.of(TO, FieldType.TEXT),
                                Field.of(CATEGORY, FieldType.TEXT),
                                Field.of(TYPE, FieldType.INTEGER),
                                Field.of(LABEL, FieldType.TEXT)),
                        List.of(FROM, TO, CATEGORY, TYPE),
                        CursorKind.NONE,
                        Optional.empty(),
                        false,
                        Set.of());
            case LISTS ->
                new StreamSpec(
                        name,
                        List.of(Field.of(FROM, FieldType.TEXT), Field.of(ASSOCIATED, FieldType.JSON)),
                        List.of(FROM),
                        CursorKind.NONE,
                        Optional.empty(),
                        Hub.listsArchived(access),
                        Set.of());
        };
    }

    private static StreamSpec owners(Access access) {
        return new StreamSpec(
                "owners",
                List.of(
                        Field.of(ID, FieldType.TEXT),
                        Field.of("email", FieldType.TEXT),
                        Field.of("type", FieldType.TEXT),
                        Field.of("firstName", FieldType.TEXT),
                        Field.of("lastName", FieldType.TEXT),
                        Field.of("userId", FieldType.INTEGER),
                        Field.of("userIdIncludingInactive", FieldType.INTEGER),
                        Field.of("teams", FieldType.JSON),
                        Field.of("createdAt", FieldType.INSTANT),
                        Field.of(UPDATED, FieldType.INSTANT),
                        Field.of("archived", FieldType.BOOLEAN)),
                List.of(ID),
                CursorKind.NONE,
                Optional.of(UPDATED),
                Hub.listsArchived(access),
                Set.of());
    }
}
