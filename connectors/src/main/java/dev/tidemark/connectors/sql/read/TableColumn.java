package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;

/**
 * A column of a table or view as it is read. In its expressions the table is called {@code t}.
 *
 * @param spelling how {@code select} spells its values
 * @param select the expression that is selected
 * @param place the expression that spells a value so that {@code bound} takes it again, as text
 * @param bound the expression of such a value, with one question mark
 * @param order the expression that rows are ordered and compared by; empty where a page cannot begin after a value
 * @param nullable whether a row may have no value
 * @param stamped whether the database itself sets it at each change of a row
 */
public record TableColumn(
        Field field,
        Spelling spelling,
        String select,
        String place,
        String bound,
        String order,
        boolean nullable,
        boolean stamped) {

    public String name() {
        return field.name();
    }

    boolean isMoment() {
        return field.type() == FieldType.INSTANT && !order.isEmpty();
    }

    /** The same as text, whatever its type: for values that the type on the way cannot hold. */
    TableColumn asText() {
        return new TableColumn(
                new Field(field.name(), FieldType.TEXT, field.detail(), field.writable()),
                spelling == Spelling.BYTES ? Spelling.BYTES : Spelling.TEXT,
                select,
                place,
                bound,
                order,
                nullable,
                stamped);
    }
}
