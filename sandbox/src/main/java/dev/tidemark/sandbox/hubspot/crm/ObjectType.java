package dev.tidemark.sandbox.hubspot.crm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of record.
 *
 * @param name as paths spell it, such as {@code contacts}
 * @param singular in errors and association types
 * @param typeId such as {@code 0-1}
 * @param modified the property that holds the time of change
 * @param shown the properties that are answered where none are asked for, beside those that always are
 * @param properties by name
 * @param custom whether the account's owner made it
 */
public record ObjectType(
        String name,
        String singular,
        String typeId,
        String modified,
        List<String> shown,
        Map<String, Property> properties,
        boolean custom) {
    public static final String ID = "hs_object_id";
    public static final String CREATED = "createdate";

    public ObjectType {
        shown = List.copyOf(shown);
        properties = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    public Optional<Property> property(String wanted) {
        return Optional.ofNullable(properties.get(wanted));
    }

    ObjectType with(Property property) {
        var more = new LinkedHashMap<>(properties);
        more.put(property.name(), property);
        return new ObjectType(name, singular, typeId, modified, shown, more, custom);
    }

    ObjectType without(String property) {
        var fewer = new LinkedHashMap<>(properties);
        fewer.remove(property);
        return new ObjectType(name, singular, typeId, modified, shown, fewer, custom);
    }
}
