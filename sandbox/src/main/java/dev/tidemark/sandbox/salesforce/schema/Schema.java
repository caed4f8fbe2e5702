package dev.tidemark.sandbox.salesforce.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The objects of an org, or those that one user may see. Immutable. */
public final class Schema {
    /** A way from a parent to the rows that point at it. */
    public record Children(SObject child, Field field, Reference reference) {}

    private final Map<String, SObject> byName;
    private final Map<String, SObject> byPrefix;

    public Schema(Collection<SObject> objects) {
        byName = new LinkedHashMap<>();
        byPrefix = new LinkedHashMap<>();
        for (SObject object : objects) {
            byName.put(object.name().toLowerCase(Locale.ROOT), object);
            SObject other = byPrefix.put(object.keyPrefix(), object);
            if (other != null) {
                throw new IllegalArgumentException(
                        object + " and " + other + " have the key prefix " + object.keyPrefix());
            }
        }
    }

    public Collection<SObject> objects() {
        return List.copyOf(byName.values());
    }

    public @Nullable SObject object(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    public SObject the(String name) {
        SObject object = object(name);
        if (object == null) {
            throw new IllegalArgumentException("no object " + name);
        }
        return object;
    }

    /** The object that an id belongs to; null when no object has its prefix. */
    public @Nullable SObject ofId(String id) {
        return id.length() < 3 ? null : byPrefix.get(id.substring(0, 3));
    }

    /** The same schema with this object added, or put in place of the one of its name. */
    public Schema with(SObject object) {
        var objects = new LinkedHashMap<>(byName);
        objects.put(object.name().toLowerCase(Locale.ROOT), object);
        return new Schema(objects.values());
    }

    /** What remains when some objects are hidden and others are changed. */
    public Schema view(Predicate<SObject> hidden, UnaryOperator<SObject> change) {
        return new Schema(
                byName.values().stream().filter(hidden.negate()).map(change).toList());
    }

    /** Every way from this object to rows that point at it. */
    public List<Children> children(SObject parent) {
        var found = new ArrayList<Children>();
        for (SObject child : byName.values()) {
            for (Field field : child.fields()) {
                Reference reference = field.reference();
                if (reference != null && reference.to().contains(parent.name())) {
                    found.add(new Children(child, field, reference));
                }
            }
        }
        return found;
    }
}
