package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.model.ModelTrouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model as the database understands it: its columns, and the expressions of its key and hash. Its row type stands in the
 * session as that of an empty temporary table.
 *
 * @param spec the query and its key
 * @param columns in the query's order
 */
record Model(ModelSpec spec, List<ModelColumn> columns) {

    static final String ROW_TYPE = "pg_temp.tidemark_model";

    /**
     * Asks the database for the columns without running the query. In a transaction that the caller ends.
     *
     * @throws ConnectorException where the query or its key is wrong
     */
    static Model describe(Connection connection, ModelSpec spec) throws SQLException, Unavailable {
        try {
            Jdbc.execute(
                    connection,
                    "CREATE TEMP TABLE tidemark_model AS SELECT * FROM (\n" + spec.query() + "\n) m WITH NO DATA");
        } catch (SQLException e) {
            throw fault(e);
        }
        Model model = new Model(spec, columns(connection));
        ModelTrouble.refuseWithoutKey(
                spec,
                model.columns.stream().map(ModelColumn::name).toList(),
                model.columns.stream().anyMatch(ModelColumn::counts));
        return model;
    }

    private static List<ModelColumn> columns(Connection connection) throws SQLException {
        return Jdbc.list(
                connection,
                """
                SELECT a.attname, coalesce(b.typname, y.typname), format_type(a.atttypid, a.atttypmod),
                       coalesce(b.typcategory, y.typcategory) = 'A' OR coalesce(b.typtype, y.typtype) = 'c'
                  FROM pg_attribute a
                  JOIN pg_type y ON y.oid = a.atttypid
                  LEFT JOIN pg_type b ON b.oid = y.typbasetype AND y.typtype = 'd'
                 WHERE a.attrelid = 'pg_temp.tidemark_model'::regclass AND a.attnum > 0
                 ORDER BY a.attnum
                """,
                row -> new ModelColumn(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4)));
    }

    List<Field> fields() {
        return columns.stream().map(ModelColumn::field).toList();
    }

    String query() {
        return "(\n" + spec.query() + "\n) m";
    }

    /** The key as text; of several columns a JSON array; NULL where one of them is. */
    String key() {
        if (spec.key().size() == 1) {
            return "m." + Names.quote(spec.key().getFirst()) + "::text";
        }
        String parts = Names.list("m", spec.key());
        return "CASE WHEN num_nulls(" + parts + ") = 0 THEN jsonb_build_array(" + parts + ")::text END";
    }

    /**
     * 64 bits over all values. PostgreSQL keeps the function the same on one machine; whether it did is checked by {@link
     * LedgerTables#FINGERPRINT}. It costs a quarter of a digest of the row's text.
     */
    String hash() {
        return columns.stream()
                .filter(ModelColumn::counts)
                .map(c -> c.hashed("m"))
                .collect(Collectors.joining(", ", "hash_record_extended(ROW(", "), 0)"));
    }

    /** The expressions that read all values of a row. */
    String read(String row) {
        return columns.stream().map(c -> c.read(row)).collect(Collectors.joining(", "));
    }

    /** What went wrong with the person's query. */
    static Unavailable fault(SQLException e) {
        String state = Faults.state(e);
        boolean inQuery = (state.startsWith("42") && !state.equals("42501"))
                || state.startsWith("22")
                || state.startsWith("21")
                || state.startsWith("0A")
                || state.startsWith("P0")
                || state.equals("25006");
        if (!inQuery) {
            return Faults.unavailable(e, "read the model");
        }
        if (state.equals("42P01") || state.equals("3F000")) {
            throw ModelTrouble.tableMissing(Faults.text(e), e);
        }
        throw ModelTrouble.queryWrong(Faults.text(e) + " (SQLSTATE " + state + ")", e, "psql");
    }
}
