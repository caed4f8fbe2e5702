package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.StreamSpec.CursorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one stream is asked for.
 *
 * @param name the stream's name
 * @param path of the list of its records, or of their parents
 * @param query what each list request has besides
 * @param expand what is shown whole instead of by its id
 * @param sortedBy the member of a record by which lists run backwards in time
 * @param filters whether the list can be narrowed to records created in a span of time
 * @param types of the events that tell of a change; empty where none does
 * @param through for event types of this prefix: the member of the event's object that has the id of the record
 * @param lists whether records can come into being without an event, so that new ones are always listed
 * @param silent fields that change without an event
 * @param nest how children hang on their parents
 * @param own whether the events of a nested stream tell of the children, not of their parents
 */
record Kind(
        String name,
        String path,
        String query,
        List<String> expand,
        String sortedBy,
        boolean filters,
        List<String> types,
        Map<String, String> through,
        boolean lists,
        Set<String> silent,
        Optional<Nest> nest,
        boolean own) {

    private static final int MOST_TYPES = 20;

    Kind {
        if (types.size() > MOST_TYPES) {
            throw new IllegalArgumentException("events can be asked for by " + MOST_TYPES + " types at most");
        }
    }

    static Kind of(String name, String path, String... types) {
        return new Kind(
                name,
                path,
                "",
                List.of(),
                "created",
                true,
                List.of(types),
                Map.of(),
                false,
                Set.of(),
                Optional.empty(),
                false);
    }

    Kind with(String more) {
        return new Kind(name, path, more, expand, sortedBy, filters, types, through, lists, silent, nest, own);
    }

    Kind expanding(String... members) {
        return new Kind(
                name, path, query, List.of(members), sortedBy, filters, types, through, lists, silent, nest, own);
    }

    Kind sorted(String by) {
        return new Kind(name, path, query, expand, by, filters, types, through, lists, silent, nest, own);
    }

    Kind unfiltered() {
        return new Kind(name, path, query, expand, sortedBy, false, types, through, lists, silent, nest, own);
    }

    Kind through(Map<String, String> members) {
        return new Kind(name, path, query, expand, sortedBy, filters, types, members, lists, silent, nest, own);
    }

    Kind listing() {
        return new Kind(name, path, query, expand, sortedBy, filters, types, through, true, silent, nest, own);
    }

    Kind silent(String... fields) {
        return new Kind(name, path, query, expand, sortedBy, filters, types, through, lists, Set.of(fields), nest, own);
    }

    Kind nested(String child, Nest how) {
        return new Kind(
                child, path, query, List.of(), sortedBy, filters, types, through, lists, silent, Optional.of(how), own);
    }

    /** The children have events, and can be fetched by their ids below this path. */
    Kind owned(String child, Nest how, String... of) {
        return new Kind(
                child,
                path,
                query,
                List.of(),
                sortedBy,
                filters,
                List.of(of),
                Map.of(),
                false,
                silent,
                Optional.of(how),
                true);
    }

    /** What the ids of events lead to: {@code /v1/customers} and the id behind it. */
    String one() {
        return own ? "/v1/" + name : path;
    }

    boolean hasEvents() {
        return !types.isEmpty();
    }

    CursorKind cursor() {
        return hasEvents() || lists ? CursorKind.TIME : CursorKind.NONE;
    }

    /** Children that come or go with their parents' events, or records with events of their own end. */
    boolean seesDeletes() {
        boolean removed = nest.filter(Nest::comesWithParent).isPresent();
        boolean ended = types.stream()
                .anyMatch(type -> type.endsWith(".deleted")
                        && !type.startsWith("customer.subscription.")
                        && !type.startsWith("customer.discount."));
        return removed || ended;
    }
}
