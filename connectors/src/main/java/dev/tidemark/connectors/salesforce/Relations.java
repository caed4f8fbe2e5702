package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fields of the records that a record refers to, by the names that a query gives them: {@code Owner.Name},
 * {@code Account.Parent.Industry}, {@code Ship__r.Code__c}.
 */
final class Relations {

    /**
     * What can be asked of a record that may be of several objects (object reference, "Name"); {@code What.Type} is the name of
     * the object that it is.
     */
    private static final Map<String, FieldType> OF_ANY = Map.ofEntries(
            Map.entry("Id", FieldType.TEXT),
            Map.entry("Type", FieldType.TEXT),
            Map.entry("Name", FieldType.TEXT),
            Map.entry("FirstName", FieldType.TEXT),
            Map.entry("LastName", FieldType.TEXT),
            Map.entry("Title", FieldType.TEXT),
            Map.entry("Phone", FieldType.TEXT),
            Map.entry("Email", FieldType.TEXT),
            Map.entry("Alias", FieldType.TEXT),
            Map.entry("Username", FieldType.TEXT),
            Map.entry("IsActive", FieldType.BOOLEAN));

    private final Access access;
    private final Map<String, Optional<SObject>> described = new HashMap<>();

    private Relations(Access access) {
        this.access = access;
    }

    /** The ways to other records that are named, each of which may cost a description. */
    static int ways(Set<String> named) {
        Set<String> ways = new HashSet<>();
        for (String name : named) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                ways.add(name.substring(0, dot));
            }
        }
        return ways.size();
    }

    /**
     * The object's stream with the fields named that lie in records referred to. None of these is vouched for: when a parent
     * changes, nothing moves the stamp of its children.
     */
    static StreamSpec with(Access access, SObject object, Set<String> named) throws HttpFailed, Troubled {
        StreamSpec stream = object.asStream();
        var relations = new Relations(access);
        relations.described.put(object.name(), Optional.of(object));
        List<Field> fields = new ArrayList<>(stream.fields());
        Set<String> notVouched = new HashSet<>(stream.notVouched());
        for (String name : new TreeSet<>(named)) {
            if (name.contains(".")) {
                relations.field(object, name).ifPresent(field -> {
                    fields.add(field);
                    notVouched.add(name);
                });
            }
        }
        return new StreamSpec(
                stream.name(),
                fields,
                stream.key(),
                stream.cursor(),
                stream.versionField(),
                stream.seesDeletes(),
                notVouched);
    }

    private Optional<Field> field(SObject object, String name) throws HttpFailed, Troubled {
        List<String> steps = Arrays.asList(name.split("\\.", -1));
        SObject at = object;
        for (int i = 0; i < steps.size() - 1; i++) {
            Optional<SObject.Column> reference = at.relation(steps.get(i));
            if (reference.isEmpty()) {
                return Optional.empty();
            }
            List<String> to = reference.get().refersTo();
            if (to.size() != 1) {
                return i == steps.size() - 2 ? ofAny(name, steps.getLast()) : Optional.empty();
            }
            Optional<SObject> parent = describe(to.getFirst());
            if (parent.isEmpty()) {
                return Optional.empty();
            }
            at = parent.get();
        }
        String owner = at.name();
        return at.field(steps.getLast())
                .filter(column -> !column.kind().equals("base64"))
                .map(column -> new Field(name, column.type(), column.kind() + " of " + owner, false));
    }

    private static Optional<Field> ofAny(String name, String last) {
        return Optional.ofNullable(OF_ANY.get(last))
                .map(type -> new Field(name, type, "of any object referred to", false));
    }

    private Optional<SObject> describe(String name) throws HttpFailed, Troubled {
        Optional<SObject> known = described.get(name);
        if (known == null) {
            known = Describe.object(access, name);
            described.put(name, known);
        }
        return known;
    }
}
