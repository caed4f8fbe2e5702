package dev.tidemark.sandbox.salesforce.soql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a SOQL text says, before anyone asks whether the org has such fields. */
final class Ast {
    private Ast() {}

    /**
     * One SELECT.
     *
     * @param limit -1 for none
     */
    record Query(
            List<Item> select,
            Name from,
            @Nullable Condition where,
            List<Name> groupBy,
            List<Order> orderBy,
            int limit,
            int offset) {}

    /** A name as written, and where. */
    record Name(String text, int offset) {}

    sealed interface Item {}

    record Path(Name name) implements Item {}

    /**
     * A function over many rows.
     *
     * @param path null for COUNT()
     * @param alias null when not given
     */
    record Aggregate(
            String function, @Nullable Name path, @Nullable String alias, Name written) implements Item {}

    record Children(Query query) implements Item {}

    record Fields(String which, Name written) implements Item {}

    record Order(Item by, boolean descending, boolean nullsLast) {}

    sealed interface Condition {}

    record And(List<Condition> all) implements Condition {}

    record Or(List<Condition> any) implements Condition {}

    record Not(Condition condition) implements Condition {}

    record Compare(Name path, String operator, Token value) implements Condition {}

    record In(Name path, List<Token> values, boolean negated) implements Condition {}

    record InQuery(Name path, Query query, boolean negated) implements Condition {}
}
