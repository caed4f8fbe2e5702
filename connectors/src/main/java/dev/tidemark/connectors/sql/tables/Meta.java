package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.FieldType;
import java.util.List;

/** The columns that every table of ours has beside its fields. Their names need no quotes anywhere. */
public final class Meta {

    /** When the source says the row was last changed. */
    public static final String VERSION = "_tidemark_version";

    /** When the page that brought the row was retrieved. */
    public static final String SYNCED_AT = "_tidemark_synced_at";

    /** The number of that page. */
    public static final String PAGE = "_tidemark_page";

    /** Since when the row is deleted at the source; NULL for a row that is there. */
    public static final String DELETED_AT = "_tidemark_deleted_at";

    public static final List<String> ALL = List.of(VERSION, SYNCED_AT, PAGE, DELETED_AT);

    static final List<FieldType> TYPES =
            List.of(FieldType.INSTANT, FieldType.INSTANT, FieldType.INTEGER, FieldType.INSTANT);

    private Meta() {}

    /** Their definitions. */
    public static String ddl(TableDialect dialect) {
        String moment = dialect.sql().columnType(FieldType.INSTANT);
        String number = dialect.sql().columnType(FieldType.INTEGER);
        return VERSION + " " + moment + " NULL, " + SYNCED_AT + " " + moment + " NOT NULL, " + PAGE + " " + number
                + " NOT NULL, " + DELETED_AT + " " + moment + " NULL";
    }
}
