package dev.tidemark.sandbox.hubspot.crm;

import dev.tidemark.sandbox.store.StoredObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What a search asks for: groups of filters, of which one group must hold whole, and at most one sort. */
public final class Search {
    private static final int MOST_GROUPS = 5;
    private static final int MOST_FILTERS = 10;
    private static final int MOST_FILTERS_IN_ALL = 25;

    private final ObjectType type;
    private final Predicate<StoredObject> wanted;
    private final Comparator<StoredObject> order;

    private Search(ObjectType type, Predicate<StoredObject> wanted, Comparator<StoredObject> order) {
        this.type = type;
        this.wanted = wanted;
        this.order = order;
    }

    /** @throws Refused where it cannot be understood */
    public static Search of(ObjectType type, JsonNode body) {
        JsonNode groups = body.path("filterGroups");
        int filters = 0;
        Predicate<StoredObject> any = object -> groups.isEmpty();
        for (JsonNode group : groups) {
            Predicate<StoredObject> all = object -> true;
            int inGroup = 0;
            for (JsonNode filter : group.path("filters")) {
                all = all.and(filter(type, filter));
                inGroup++;
            }
            filters += inGroup;
            if (inGroup > MOST_FILTERS) {
                throw Refused.invalid("Too many filters in a group: " + inGroup + " (at most " + MOST_FILTERS + ")");
            }
            any = any.or(all);
        }
        if (groups.size() > MOST_GROUPS || filters > MOST_FILTERS_IN_ALL) {
            throw Refused.invalid("Too many filter groups or filters: " + groups.size() + ", " + filters);
        }
        String query = body.path("query").asString("").toLowerCase(Locale.ROOT);
        Predicate<StoredObject> matches = query.isEmpty()
                ? any
                : any.and(object ->
                        object.body().toString().toLowerCase(Locale.ROOT).contains(query));
        return new Search(type, matches, order(type, body.path("sorts")));
    }

    private static Comparator<StoredObject> order(ObjectType type, JsonNode sorts) {
        if (sorts.size() > 1) {
            throw Refused.invalid("Too many sorts: only one is supported");
        }
        Comparator<StoredObject> byId = Comparator.comparingLong(object -> Long.parseLong(object.id()));
        if (sorts.isEmpty()) {
            return byId;
        }
        JsonNode sort = sorts.get(0);
        String name =
                sort.isString() ? sort.asString("") : sort.path("propertyName").asString("");
        Property property = property(type, name);
        Comparator<StoredObject> order =
                Comparator.comparing(object -> Key.of(property, value(object, name)), Comparator.naturalOrder());
        return sort.path("direction").asString("ASCENDING").equals("DESCENDING") ? order.reversed() : order;
    }

    /** Everything found, in order; equal ones in an order of their own. */
    public List<StoredObject> in(List<StoredObject> index) {
        var found = new ArrayList<StoredObject>();
        // Backwards, so that nobody relies on an order among equals.
        for (int i = index.size() - 1; i >= 0; i--) {
            StoredObject object = index.get(i);
            if (!object.isDeleted() && wanted.test(object)) {
                found.add(object);
            }
        }
        found.sort(order);
        return found;
    }

    public ObjectType type() {
        return type;
    }

    private static Property property(ObjectType type, String name) {
        return type.property(name)
                .orElseThrow(() -> Refused.invalid("There was a problem with the request: property " + name
                        + " does not exist on " + type.name()));
    }

    private static String value(StoredObject object, String name) {
        return object.body().path(name).asString("");
    }

    private static Predicate<StoredObject> filter(ObjectType type, JsonNode filter) {
        String name = filter.path("propertyName").asString("");
        Property property = property(type, name);
        String operator = filter.path("operator").asString("");
        String asked = filter.path("value").asString("");
        var several = new ArrayList<String>();
        filter.path("values").forEach(value -> several.add(value.asString("").toLowerCase(Locale.ROOT)));
        return switch (operator) {
            case "HAS_PROPERTY" -> object -> !value(object, name).isEmpty();
            case "NOT_HAS_PROPERTY" -> object -> value(object, name).isEmpty();
            case "EQ" -> compared(property, asked, sign -> sign == 0);
            case "NEQ" -> compared(property, asked, sign -> sign == 0).negate();
            case "LT" -> compared(property, asked, sign -> sign < 0);
            case "LTE" -> compared(property, asked, sign -> sign <= 0);
            case "GT" -> compared(property, asked, sign -> sign > 0);
            case "GTE" -> compared(property, asked, sign -> sign >= 0);
            case "BETWEEN" ->
                compared(property, asked, sign -> sign >= 0)
                        .and(compared(property, filter.path("highValue").asString(""), sign -> sign <= 0));
            case "IN" -> object -> several.contains(value(object, name).toLowerCase(Locale.ROOT));
            case "NOT_IN" ->
                object -> !value(object, name).isEmpty()
                        && !several.contains(value(object, name).toLowerCase(Locale.ROOT));
            case "CONTAINS_TOKEN" ->
                object -> value(object, name)
                        .toLowerCase(Locale.ROOT)
                        .contains(asked.replace("*", "").toLowerCase(Locale.ROOT));
            default -> throw Refused.invalid("Invalid input JSON: operator " + operator + " is not supported");
        };
    }

    private static Predicate<StoredObject> compared(Property property, String asked, Predicate<Integer> sign) {
        Key right = Key.of(property, asked);
        return object -> {
            String value = value(object, property.name());
            return !value.isEmpty() && sign.test(Key.of(property, value).compareTo(right));
        };
    }

    /** A value as it is compared: numbers and times as numbers, all else without regard to case. */
    private record Key(Optional<BigDecimal> number, String text) implements Comparable<Key> {
        static Key of(Property property, String value) {
            try {
                return switch (property.type()) {
                    case "number" -> new Key(Optional.of(new BigDecimal(value)), "");
                    case "date", "datetime" ->
                        new Key(
                                Optional.of(
                                        BigDecimal.valueOf(Values.instant(value).toEpochMilli())),
                                "");
                    default -> new Key(Optional.empty(), value.toLowerCase(Locale.ROOT));
                };
            } catch (RuntimeException notSuch) {
                if (value.isEmpty()) {
                    return new Key(Optional.empty(), "");
                }
                throw Refused.invalid(
                        "There was a problem with the request: " + value + " is not a " + property.type());
            }
        }

        @Override
        public int compareTo(Key other) {
            if (number.isPresent() && other.number.isPresent()) {
                return number.get().compareTo(other.number.get());
            }
            return number.isPresent() ? 1 : other.number.isPresent() ? -1 : text.compareTo(other.text);
        }
    }
}
