package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Dialect;
import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Faults;
import dev.tidemark.connectors.sql.tables.TableDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model as the database understands it: its columns, and the expressions of its key, its hash and its values.
 *
 * @param select the query as this database takes it
 * @param columns in the query's order
 */
record Model(ModelDialect dialect, ModelSpec spec, String select, List<ModelColumn> columns) {

    /** How the engine writes that a model is a table. */
    private static final Pattern TABLE =
            Pattern.compile("select \\* from \"((?:[^\"]|\"\")+)\"\\.\"((?:[^\"]|\"\")+)\"");

    /**
     * Asks the database for the columns without running the query.
     *
     * @throws ConnectorException where the query or its key is wrong
     */
    static Model describe(ModelDialect dialect, Connection connection, ModelSpec spec) throws Unavailable {
        try {
            String select = select(dialect.tables(), connection, spec.query());
            List<ModelColumn> columns = dialect.columns(connection, select).stream()
                    .map(ModelColumn::new)
                    .toList();
            ModelTrouble.refuseWithoutKey(
                    spec,
                    columns.stream().map(ModelColumn::name).toList(),
                    columns.stream().anyMatch(ModelColumn::counts));
            return new Model(dialect, spec, select, columns);
        } catch (SQLException e) {
            throw fault(dialect, e);
        }
    }

    /** Not all databases take such names as they stand, nor a schema that is called like the database. */
    private static String select(TableDialect tables, Connection connection, String query) throws SQLException {
        Matcher table = TABLE.matcher(query);
        return table.matches()
                ? "SELECT * FROM " + tables.place(connection, name(table.group(1)), name(table.group(2)))
                : query;
    }

    private static String name(String quoted) {
        return quoted.replace("\"\"", "\"");
    }

    List<Field> fields() {
        return columns.stream().map(ModelColumn::field).toList();
    }

    /** The query as a table {@code t}. */
    String query() {
        return "(\n" + select + "\n) t";
    }

    /** The key as text; of several columns a JSON array; NULL where one of them is. */
    String key() {
        Dialect sql = dialect.tables().sql();
        List<String> parts = spec.key().stream().map(c -> "t." + sql.quote(c)).toList();
        List<FieldType> types = spec.key().stream()
                .map(name -> columns.stream()
                        .filter(c -> c.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .field()
                        .type())
                .toList();
        String text = dialect.tables().keyText(parts, types);
        return parts.size() == 1
                ? text
                : "CASE WHEN "
                        + parts.stream().map(p -> p + " IS NOT NULL").collect(Collectors.joining(" AND "))
                        + " THEN " + text + " END";
    }

    /** 60 bits over the texts of all values, by a digest that is the same in every version. */
    String hash() {
        List<ModelColumn> counted = columns.stream().filter(ModelColumn::counts).toList();
        return dialect.tables()
                .hash(dialect.whole(
                        counted.stream().map(ModelColumn::name).toList(),
                        counted.stream().map(ModelColumn::text).toList(),
                        counted.stream().map(ModelColumn::isPlain).toList()));
    }

    /** The texts of all values as a JSON object. */
    String values() {
        return columns.stream()
                .map(c -> dialect.literal(c.name()) + ", " + c.text())
                .collect(Collectors.joining(", ", "json_object(", ")"));
    }

    /** What went wrong with the person's query. */
    static Unavailable fault(ModelDialect dialect, SQLException e) {
        Dialect sql = dialect.tables().sql();
        if (dialect.isMissing(e)) {
            throw ModelTrouble.tableMissing(Faults.text(e), e);
        }
        Fault fault = sql.fault(e);
        if (fault instanceof Fault.OfRow || fault.equals(Faults.lasting())) {
            throw ModelTrouble.queryWrong(Faults.text(e), e, "a client of " + sql.title());
        }
        return sql.unavailable(e, "read the model");
    }
}
