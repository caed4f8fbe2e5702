package dev.tidemark.connectors.sql;

/** What a database's error means, by what happens next. */
public sealed interface Fault {

    /** The values of a row were refused: the row is a rejection, the others go on. */
    record OfRow(String reason) implements Fault {}

    /**
     * It passes by itself and is tried again.
     *
     * @param hint a sentence for people that begins with a space; may be empty
     */
    record Passing(String hint) implements Fault {}

    /**
     * A person must act.
     *
     * @param code stable, such as {@code destination.no_permission}
     */
    record Lasting(String code, String whatToDo) implements Fault {}
}
