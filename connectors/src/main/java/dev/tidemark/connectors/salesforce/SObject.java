package dev.tidemark.connectors.salesforce;

import static dev.tidemark.connectors.salesforce.Describe.is;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One object of the org, by its own description.
 *
 * @param queryable whether it can be read
 * @param createable whether records can be created
 * @param updateable whether records can be changed
 * @param deletable whether records can be deleted
 * @param logged whether Salesforce keeps a log of deletes, which getDeleted answers
 * @param fields every field that this user may see
 */
record SObject(
        String name,
        boolean queryable,
        boolean createable,
        boolean updateable,
        boolean deletable,
        boolean logged,
        List<Column> fields) {

    /**
     * One field.
     *
     * @param kind Salesforce's word for its type
     * @param calculated whether a formula makes it
     * @param matches whether records can be found by it: it is an external id, or marked as one that looks up
     * @param filterable whether a query may ask by it
     * @param refersTo the objects that a reference may name
     * @param relationship the name by which the referred record is reached; empty for none
     * @param compound the field that it is a part of; empty for none
     */
    record Column(
            String name,
            String kind,
            boolean createable,
            boolean updateable,
            boolean calculated,
            boolean matches,
            boolean filterable,
            List<String> refersTo,
            String relationship,
            String compound) {

        /** @param parts the names of its parts, where it is an address or a location */
        Field asField(List<String> parts) {
            String detail = refersTo.isEmpty()
                    ? Compound.detail(kind, type() == FieldType.JSON ? parts : List.of())
                    : kind + " to " + String.join(", ", refersTo);
            return new Field(name, type(), detail, createable || updateable);
        }

        FieldType type() {
            return switch (kind) {
                case "boolean" -> FieldType.BOOLEAN;
                case "int", "long" -> FieldType.INTEGER;
                case "double", "currency", "percent" -> FieldType.DECIMAL;
                case "date" -> FieldType.DATE;
                case "datetime" -> FieldType.INSTANT;
                case "time" -> FieldType.TIME;
                case "address", "location", "complexvalue" -> FieldType.JSON;
                // A query answers base64 with the address of the blob, one request each: kept as that address.
                default -> FieldType.TEXT;
            };
        }

        /** Whether a record that may have been created can be found by the value that was sent. */
        boolean looksUp() {
            return filterable
                    && switch (type()) {
                        case TEXT, INTEGER, DECIMAL -> true;
                        default -> false;
                    };
        }

        private static Column of(JsonNode field) {
            List<String> refersTo = new ArrayList<>();
            field.path("referenceTo").forEach(object -> refersTo.add(object.asString("")));
            return new Column(
                    field.path("name").asString(),
                    field.path("type").asString("string"),
                    is(field, "createable"),
                    is(field, "updateable"),
                    is(field, "calculated"),
                    is(field, "externalId") || is(field, "idLookup"),
                    field.path("filterable").asBoolean(true),
                    refersTo,
                    field.path("relationshipName").asString(""),
                    field.path("compoundFieldName").asString(""));
        }
    }

    /** Fields that Salesforce changes without moving any stamp: views by the user who reads, sums over activities. */
    private static final Set<String> TRACELESS = Set.of("LastViewedDate", "LastReferencedDate", "LastActivityDate");

    private static final String CREATED = "CreatedDate";

    static SObject of(JsonNode description) {
        List<Column> fields = new ArrayList<>();
        for (JsonNode field : description.path("fields")) {
            if (!is(field, "deprecatedAndHidden")) {
                fields.add(Column.of(field));
            }
        }
        return new SObject(
                description.path("name").asString(),
                is(description, "queryable"),
                is(description, "createable"),
                is(description, "updateable"),
                is(description, "deletable"),
                is(description, "replicateable"),
                fields);
    }

    /** The reference behind the name by which a query reaches the record referred to. */
    Optional<Column> relation(String wanted) {
        return fields.stream()
                .filter(f -> !wanted.isEmpty() && f.relationship().equals(wanted))
                .findFirst();
    }

    Optional<Column> field(String wanted) {
        return fields.stream().filter(f -> f.name().equals(wanted)).findFirst();
    }

    /**
     * The stream. Its deletes come with its changes where a query marks them and they move the stamp; the date of creation
     * they do not move. Where no query tells of them, the log of deletes does, if there is one.
     */
    StreamSpec asStream() {
        Optional<String> stamp = stamp();
        boolean marked = field(Soql.IS_DELETED).isPresent();
        boolean told = marked && stamp.filter(s -> !s.equals(CREATED)).isPresent();
        boolean inLog = !told && logged && stamp.isPresent() && (deletable || marked);
        Set<String> traceless = fields.stream()
                .filter(f -> f.calculated() || TRACELESS.contains(f.name()))
                .map(Column::name)
                .collect(Collectors.toCollection(HashSet::new));
        return new StreamSpec(
                name,
                fields.stream()
                        .map(field -> field.asField(parts(field.name())))
                        .map(field -> inLog ? DeleteLog.mark(field) : field)
                        .toList(),
                field(Soql.ID).isPresent() ? List.of(Soql.ID) : List.of(),
                stamp.isPresent() ? CursorKind.TIME : CursorKind.NONE,
                stamp,
                told || inLog,
                traceless);
    }

    private List<String> parts(String compound) {
        return fields.stream()
                .filter(field ->
                        field.compound().equals(compound) && !field.name().equals(compound))
                .map(Column::name)
                .toList();
    }

    /**
     * The stamp that every change moves. SystemModstamp is never older than LastModifiedDate, moves with system processes
     * too, and cannot be back-dated by an import. CreatedDate alone will do only for records that never change. Custom
     * metadata is a few records of configuration, read whole each time, since nothing would tell of its deletes.
     */
    private Optional<String> stamp() {
        if (name.endsWith("__mdt")) {
            return Optional.empty();
        }
        for (String candidate : List.of("SystemModstamp", "LastModifiedDate", CREATED)) {
            Optional<Column> field = field(candidate).filter(f -> f.kind().equals("datetime") && f.filterable());
            if (field.isPresent() && (!candidate.equals(CREATED) || !updateable)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
