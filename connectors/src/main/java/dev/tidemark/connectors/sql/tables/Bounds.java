package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.FieldType;
import java.util.List;

/**
 * What a database's names and values may be.
 *
 * @param title the database's name for people
 * @param mostColumns of a table, without ours
 * @param longestName in characters
 * @param anyNames whether a name may have any characters, a space at the end too
 * @param firstDay the first day since 1970 that a date may be
 * @param lastDay the last one
 * @param firstMicros the first microsecond since 1970 that a moment may be
 * @param lastMicros the last one
 * @param digits of a decimal number, all of them
 * @param fraction of these, how many stand after the point
 * @param unending whether a floating point number may be infinite, or none
 * @param keyCharacters of all texts of a key together
 */
public record Bounds(
        String title,
        int mostColumns,
        int longestName,
        boolean anyNames,
        long firstDay,
        long lastDay,
        long firstMicros,
        long lastMicros,
        int digits,
        int fraction,
        boolean unending,
        int keyCharacters) {

    /** How many parts of a key have a length of their own. */
    public static int texts(List<FieldType> key) {
        return (int) key.stream()
                .filter(t -> t == FieldType.TEXT || t == FieldType.BYTES || t == FieldType.JSON)
                .count();
    }

    /** How many characters each text of a key may have, where it has so many. */
    public int keyCharacters(int texts) {
        return keyCharacters / Math.max(1, texts);
    }
}
