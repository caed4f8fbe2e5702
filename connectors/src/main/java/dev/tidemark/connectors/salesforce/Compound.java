package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An address or a location, which the Bulk API answers in its parts alone: the REST API's JSON is made of them.
 *
 * @param name of the compound field
 * @param parts in the order in which REST writes them
 */
record Compound(String name, List<Part> parts) {

    /** Stands in a field's detail between its kind and the names of its parts. */
    static final String OF = " made of ";

    private static final String BETWEEN = ", ";

    /** What the names of parts end with; the first that fits counts. Custom ones end with {@code __s} besides. */
    private static final List<String> ENDINGS = List.of(
            "CountryCode",
            "GeocodeAccuracy",
            "PostalCode",
            "StateCode",
            "City",
            "Country",
            "Latitude",
            "Longitude",
            "State",
            "Street");

    /**
     * One part.
     *
     * @param field by which it is asked for
     * @param key in the JSON
     */
    record Part(String field, String key) {
        boolean isNumber() {
            return key.equals("latitude") || key.equals("longitude");
        }
    }

    /** A field's detail: its kind, and its parts where it has any. */
    static String detail(String kind, List<String> parts) {
        return parts.isEmpty() ? kind : kind + OF + String.join(BETWEEN, parts);
    }

    /** Empty where the field is none, or one of which the parts are not known. */
    static Optional<Compound> of(Field field) {
        int at = field.detail().indexOf(OF);
        if (field.type() != FieldType.JSON || at < 0) {
            return Optional.empty();
        }
        List<Optional<Part>> found = List.of(
                        field.detail().substring(at + OF.length()).split(BETWEEN, -1))
                .stream()
                .map(Compound::part)
                .toList();
        if (found.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new Compound(
                field.name(),
                found.stream()
                        .map(Optional::orElseThrow)
                        .sorted(Comparator.comparing(Part::key))
                        .toList()));
    }

    private static Optional<Part> part(String field) {
        String plain = field.endsWith("__s") ? field.substring(0, field.length() - 3) : field;
        return ENDINGS.stream()
                .filter(plain::endsWith)
                .findFirst()
                .map(end -> new Part(field, end.substring(0, 1).toLowerCase(Locale.ROOT) + end.substring(1)));
    }

    /**
     * The JSON, as REST writes it.
     *
     * @param values of the parts, in their order; the empty text for none
     * @return empty where no part has a value
     */
    Optional<String> json(List<String> values) {
        if (values.stream().allMatch(String::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, parts.size())
                .mapToObj(i -> Json.text(parts.get(i).key()) + ":" + value(parts.get(i), values.get(i)))
                .collect(Collectors.joining(",", "{", "}")));
    }

    private static String value(Part part, String value) {
        return value.isEmpty()
                ? "null"
                : part.isNumber() && value.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?") ? value : Json.text(value);
    }
}
