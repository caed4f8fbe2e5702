package dev.tidemark.connectors.rest;

import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * The records that have a row's value in the match field.
 *
 * @param ids theirs
 */
public record Matched(WriteSpec spec, ModelRow row, List<String> ids) {

    public Matched {
        ids = List.copyOf(ids);
    }

    /**
     * What became of the row where it may have been written (invariant 8).
     *
     * @param whole whether these are all that there are
     */
    public Outcome outcome(boolean whole) {
        if (Rows.match(spec, row).filter(value -> !value.isBlank()).isEmpty()) {
            return new Outcome.Uncertain("the row has no value in the match field to look it up by");
        }
        return switch (ids.size()) {
            case 0 ->
                whole
                        ? new Outcome.Again("it is not there")
                        : new Outcome.Uncertain("too many records have these values");
            case 1 -> new Outcome.Accepted(ids.getFirst(), true);
            default -> new Outcome.Uncertain(ids.size() + " records have this value: " + String.join(", ", ids));
        };
    }

    /** Why the row changes no record: there is none, or no telling which is meant. */
    public Outcome.Rejected rejected() {
        String named = spec.match().orElseThrow() + " '" + Rows.match(spec, row).orElse("") + "'";
        return ids.isEmpty()
                ? new Outcome.Rejected("NOT_FOUND", "no record has the " + named, "[]")
                : new Outcome.Rejected("DUPLICATE_VALUE", "several records have the " + named, Json.text(ids));
    }

    /** Changes records of which each row has one. */
    @FunctionalInterface
    public interface Change {
        WriteAnswer of(List<Matched> rows) throws Troubled;
    }

    /**
     * Changes the record of each row that has one, and tells of the others why not.
     *
     * @param seen what the look-up told of the allowance
     */
    public static WriteAnswer change(List<Matched> rows, Limits seen, Change change) throws Troubled {
        List<Matched> found = rows.stream().filter(row -> row.ids().size() == 1).toList();
        WriteAnswer sent = found.isEmpty() ? new WriteAnswer.Done(List.of(), seen) : change.of(found);
        if (!(sent instanceof WriteAnswer.Done done)) {
            return sent;
        }
        var rest = done.outcomes().iterator();
        List<Outcome> outcomes = new ArrayList<>();
        rows.forEach(row -> outcomes.add(row.ids().size() == 1 ? rest.next() : row.rejected()));
        return new WriteAnswer.Done(outcomes, done.seen());
    }
}
