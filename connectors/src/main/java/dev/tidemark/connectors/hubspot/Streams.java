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
import java.util.Arrays;
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
    static final String OBJECT = "objectType";
    static final String SIZE = "size";

    static final String CUSTOM_OBJECTS = "the list of custom objects";

    private Streams() {}

    /** The standard types that this app may see, the custom ones, the common associations and the owners. */
    static List<StreamSpec> all(Access access) throws HttpFailed, Troubled {
        List<String> types = new ArrayList<>(Kind.STANDARD);
        types.addAll(custom(schemas(access)));
        List<StreamSpec> streams = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String type : types) {
            Optional<List<Property>> properties = properties(access, type);
            if (properties.isPresent()) {
                seen.add(type);
                streams.add(records(access, type, properties.get()));
                histories(access, type, properties.get()).ifPresent(streams::add);
            }
        }
        Hub.associations(access)
                .ifPresent(rows -> Kind.COMMON.stream()
                        .filter(links -> seen.contains(links.from()) && seen.contains(links.to()))
                        .forEach(links -> streams.add(links(access, links, rows))));
        Kind.ALONE.forEach(kind -> streams.add(alone(access, kind)));
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
            case Kind.Histories(String type) -> {
                Optional<List<Property>> all = properties(access, type);
                yield all.isEmpty() ? Optional.empty() : histories(access, type, all.get());
            }
            case Kind other -> Optional.of(alone(access, other));
        };
    }

    static HttpAnswer schemas(Access access) throws HttpFailed, Troubled {
        return Hub.API.send(access, Hub.API.request(access, "GET", "/crm/v3/schemas"));
    }

    /** The full names of the account's own types; none where the app may not see them. */
    static List<String> custom(HttpAnswer schemas) throws Troubled {
        List<String> names = new ArrayList<>();
        if (schemas.status() != 403) {
            for (JsonNode schema : Hub.API.list(schemas, CUSTOM_OBJECTS, "results")) {
                names.add(schema.path("fullyQualifiedName").asString(""));
            }
        }
        return names;
    }

    /** Whether there is no such type, or the app may not see it. */
    static boolean isHidden(HttpAnswer answer) {
        return answer.status() == 400 || answer.status() == 403 || answer.status() == 404;
    }

    /** Empty where there is no such type, or the app may not see it. */
    static Optional<List<Property>> properties(Access access, String type) throws HttpFailed, Troubled {
        String what = "the properties of " + type;
        HttpAnswer answer =
                Hub.API.send(access, Hub.API.request(access, "GET", "/crm/v3/properties/" + Params.step(type)));
        if (isHidden(answer)) {
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

    /** Empty where the type has none of the properties whose histories are read. */
    private static Optional<StreamSpec> histories(Access access, String type, List<Property> properties) {
        List<String> wanted = Hub.histories(access);
        return properties.stream().map(Property::name).anyMatch(wanted::contains)
                ? Optional.of(histories(type))
                : Optional.empty();
    }

    /** A value's row changes once, when the next value takes its place: the record's time of change tells which is newer. */
    private static StreamSpec histories(String type) {
        return new StreamSpec(
                new Kind.Histories(type).stream(),
                List.of(
                        Field.of(ID, FieldType.TEXT),
                        Field.of("property", FieldType.TEXT),
                        Field.of("timestamp", FieldType.INSTANT),
                        Field.of("until", FieldType.INSTANT),
                        Field.of("current", FieldType.BOOLEAN),
                        Field.of("value", FieldType.TEXT),
                        Field.of("sourceType", FieldType.TEXT),
                        Field.of("sourceId", FieldType.TEXT),
                        Field.of("sourceLabel", FieldType.TEXT),
                        Field.of("updatedByUserId", FieldType.INTEGER),
                        Field.of(UPDATED, FieldType.INSTANT)),
                List.of(ID, "property", "timestamp"),
                CursorKind.TIME,
                Optional.of(UPDATED),
                false,
                Set.of());
    }

    private static StreamSpec alone(Access access, Kind kind) {
        return switch (kind) {
            case Kind.Definitions.PROPERTIES ->
                whole(
                        kind,
                        List.of(ID),
                        true,
                        texts(ID, OBJECT, "name", "label", "type", "fieldType", "description", "groupName"),
                        List.of(
                                Field.of("options", FieldType.JSON),
                                Field.of("modificationMetadata", FieldType.JSON),
                                Field.of("displayOrder", FieldType.INTEGER)),
                        truths(
                                "calculated",
                                "externalOptions",
                                "hasUniqueValue",
                                "hidden",
                                "hubspotDefined",
                                "showCurrencySymbol",
                                "formField"),
                        texts(
                                "calculationFormula",
                                "referencedObjectType",
                                "dataSensitivity",
                                "createdUserId",
                                "updatedUserId"),
                        TIMES);
            case Kind.Definitions.PIPELINES ->
                whole(
                        kind,
                        List.of(OBJECT, ID),
                        true,
                        texts(OBJECT, ID, "label"),
                        List.of(Field.of("displayOrder", FieldType.INTEGER)),
                        TIMES);
            case Kind.Definitions.STAGES ->
                whole(
                        kind,
                        List.of(OBJECT, "pipelineId", ID),
                        true,
                        texts(OBJECT, "pipelineId", ID, "label"),
                        List.of(
                                Field.of("displayOrder", FieldType.INTEGER),
                                Field.of("isClosed", FieldType.BOOLEAN),
                                Field.of("probability", FieldType.DECIMAL),
                                Field.of("ticketState", FieldType.TEXT),
                                Field.of("metadata", FieldType.JSON),
                                Field.of("writePermissions", FieldType.TEXT)),
                        TIMES);
            case Kind.Lists lists ->
                whole(
                        kind,
                        List.of("listId"),
                        false,
                        texts("listId", "name", "objectTypeId", "processingType", "processingStatus"),
                        List.of(
                                Field.of("listVersion", FieldType.INTEGER),
                                Field.of(SIZE, FieldType.INTEGER),
                                Field.of("createdById", FieldType.TEXT),
                                Field.of("updatedById", FieldType.TEXT),
                                Field.of("createdAt", FieldType.INSTANT),
                                Field.of(UPDATED, FieldType.INSTANT),
                                Field.of("filtersUpdatedAt", FieldType.INSTANT)));
            case Kind.Members members ->
                whole(
                        kind,
                        List.of("listId", "recordId"),
                        false,
                        texts("listId", "recordId", "objectTypeId"),
                        List.of(Field.of("membershipTimestamp", FieldType.INSTANT)));
            default -> owners(access);
        };
    }

    private static final List<Field> TIMES = List.of(
            Field.of("createdAt", FieldType.INSTANT),
            Field.of(UPDATED, FieldType.INSTANT),
            Field.of("archived", FieldType.BOOLEAN),
            Field.of("archivedAt", FieldType.INSTANT));

    private static List<Field> texts(String... names) {
        return Arrays.stream(names).map(name -> Field.of(name, FieldType.TEXT)).toList();
    }

    private static List<Field> truths(String... names) {
        return Arrays.stream(names)
                .map(name -> Field.of(name, FieldType.BOOLEAN))
                .toList();
    }

    /** What is read whole each time. */
    @SafeVarargs
    private static StreamSpec whole(Kind kind, List<String> key, boolean seesDeletes, List<Field>... fields) {
        List<Field> all = new ArrayList<>();
        for (List<Field> some : fields) {
            all.addAll(some);
        }
        return new StreamSpec(Kind.name(kind), all, key, CursorKind.NONE, Optional.empty(), seesDeletes, Set.of());
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
                Kind.name(new Kind.Owners()),
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
