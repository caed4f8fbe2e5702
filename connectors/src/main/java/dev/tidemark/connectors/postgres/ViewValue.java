package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.FieldType;

/**
 * A value as a view finds it, and the expressions that show it as another type. They never fail: what the type cannot hold is
 * NULL, for one odd value must not keep a reader from all rows. No function of ours is called, since those who may read a view
 * may not call it.
 *
 * @param type what it is
 * @param sql the value
 * @param text the value as text; of a JSON string, without quotes
 */
record ViewValue(FieldType type, String sql, String text) {

    /** A day that there is: of February's 29ths, those of the leap years between 1804 and 2196. */
    private static final String DAY = "((0[0-9]{2}[1-9]|0[0-9][1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-"
            + "(((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))"
            + "|((0[469]|11)-(0[1-9]|[12][0-9]|30))|(02-(0[1-9]|1[0-9]|2[0-8])))"
            + "|((18|19|21)(0[48]|[2468][048]|[13579][26])|20([02468][048]|[13579][26]))-02-29)";

    private static final String HOUR = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?";

    static ViewValue column(FieldType type, String sql) {
        String text = switch (type) {
            case JSON -> sql + " #>> '{}'";
            case TEXT -> sql;
            case INSTANT -> ColumnTypes.widen(sql, FieldType.INSTANT, FieldType.TEXT);
            case DATE -> "to_char(" + sql + ", 'YYYY-MM-DD')";
            default -> sql + "::text";
        };
        return new ViewValue(type, sql, "(" + text + ")");
    }

    static ViewValue text(String sql) {
        return column(FieldType.TEXT, sql);
    }

    /** Of no value at all. */
    static String nothing(FieldType wanted) {
        return "NULL::" + ColumnTypes.sql(wanted);
    }

    String as(FieldType wanted) {
        if (wanted == type) {
            return type == FieldType.JSON ? "nullif(" + sql + ", 'null'::jsonb)" : sql;
        }
        return switch (wanted) {
            case TEXT -> text;
            case INTEGER -> integer();
            case DECIMAL -> type == FieldType.INTEGER ? sql + "::numeric" : number("numeric", 3);
            case DOUBLE -> type == FieldType.INTEGER ? sql + "::double precision" : number("double precision", 2);
            case BOOLEAN -> "CASE " + text + " WHEN 'true' THEN true WHEN 'false' THEN false END";
            case INSTANT -> instant();
            case DATE -> date();
            case TIME -> guarded("^" + HOUR + "$", text + "::time");
            case JSON -> "to_jsonb(" + sql + ")";
            case BYTES -> nothing(wanted);
        };
    }

    private String integer() {
        return type == FieldType.DECIMAL
                ? "CASE WHEN " + sql + " = trunc(" + sql + ") AND abs(" + sql + ") < 1e18 THEN " + sql + "::bigint END"
                : guarded("^-?[0-9]{1,18}$", text + "::bigint");
    }

    private String number(String sqlType, int exponent) {
        return guarded("^-?[0-9]{1,200}(\\.[0-9]+)?([eE][-+]?[0-9]{1," + exponent + "})?$", text + "::" + sqlType);
    }

    /** A number is one of seconds since 1970, as APIs write it. */
    private String instant() {
        return switch (type) {
            case DATE -> "(" + sql + "::timestamp AT TIME ZONE 'UTC')";
            case INTEGER -> "to_timestamp(" + sql + ")";
            case TEXT, JSON ->
                "CASE WHEN " + matches("^" + DAY + "[T ]" + HOUR + "(Z|[-+][01][0-9]:?[0-5][0-9])$") + " THEN " + text
                        + "::timestamptz WHEN " + matches("^" + DAY + "([T ]" + HOUR + ")?$") + " THEN " + text
                        + "::timestamp AT TIME ZONE 'UTC' WHEN " + matches("^[0-9]{1,11}$") + " THEN to_timestamp("
                        + text + "::bigint) END";
            default -> nothing(FieldType.INSTANT);
        };
    }

    private String date() {
        return type == FieldType.INSTANT
                ? "(" + sql + " AT TIME ZONE 'UTC')::date"
                : guarded("^(" + DAY + ")", "left(" + text + ", 10)::date");
    }

    private String guarded(String pattern, String then) {
        return "CASE WHEN " + matches(pattern) + " THEN " + then + " END";
    }

    private String matches(String pattern) {
        return text + " ~ '" + pattern + "'";
    }
}
