package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ListTable;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.View;
import dev.tidemark.connector.Views;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the views of a sync's table as they should be, in the transaction of the caller. A view is replaced where it stands as
 * long as its columns stay, so that views of a person's on top of it live on; {@code tidemark.view} tells which are ours.
 */
final class KeptViews {

    /** What hinders a view, and not the rows: something depends on it, is in its place, is held by a reader, is not allowed. */
    private static final Set<String> HINDERED = Set.of("2B", "42", "55", "3F");

    private final Connection connection;
    private final TableSpec table;
    private final Views views;
    private final ViewSql sql;
    private final List<String> done = new ArrayList<>();

    /** Views that show nothing until they are made anew, as {@code "schema"."name"}. */
    private final Set<String> released = new HashSet<>();

    KeptViews(Connection connection, TableSpec table, Views views) {
        this.connection = connection;
        this.table = table;
        this.views = views;
        this.sql = new ViewSql(connection);
    }

    static void prepare(Connection connection) throws SQLException {
        if (!Catalog.exists(connection, Marks.SCHEMA, "view")) {
            Jdbc.execute(connection, """
                CREATE TABLE tidemark.view (
                  view_schema text,
                  view_name   text,
                  syncs       text[] NOT NULL,
                  definition  text NOT NULL,
                  PRIMARY KEY (view_schema, view_name));
                COMMENT ON TABLE tidemark.view IS
                  'One row for each view that Tidemark keeps over its tables, and the syncs that it is kept for.';
                CREATE TABLE tidemark.shape (
                  sync        text,
                  list        text,
                  field       text,
                  place       integer NOT NULL,
                  column_name text NOT NULL,
                  type        text NOT NULL,
                  PRIMARY KEY (sync, list, field));
                COMMENT ON TABLE tidemark.shape IS
                  'Fields that the elements of nested lists were seen to have, and the columns that show them.'
                """);
        }
    }

    /** What was done and what could not be, a line each. */
    List<String> done() {
        return done;
    }

    /**
     * Lets go of the table's columns, so that their types can change. Until they are made anew, in this transaction, the views
     * stand with all their columns and no rows: dropping them would drop, or be hindered by, what a person made of them.
     */
    void release() throws SQLException {
        for (String[] view : over()) {
            String columns = String.join(", ", Jdbc.list(connection, """
                SELECT format('NULL::%s AS %I', format_type(a.atttypid, a.atttypmod), a.attname)
                  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
                 ORDER BY a.attnum
                """, row -> row.getString(1), view[0], view[1]));
            String place = Names.quote(view[0], view[1]);
            Jdbc.execute(connection, "CREATE OR REPLACE VIEW " + place + " AS SELECT " + columns + " WHERE false");
            forget(view[0], view[1]);
            released.add(place);
        }
    }

    private void forget(String schema, String name) throws SQLException {
        Jdbc.update(
                connection,
                "UPDATE tidemark.view SET definition = '' WHERE view_schema = ? AND view_name = ?",
                schema,
                name);
    }

    /** Our views that read the table. */
    private List<String[]> over() throws SQLException {
        return Jdbc.list(
                connection,
                """
                SELECT DISTINCT k.view_schema, k.view_name
                  FROM pg_depend d
                  JOIN pg_rewrite r ON r.oid = d.objid
                  JOIN pg_class v ON v.oid = r.ev_class
                  JOIN pg_namespace n ON n.oid = v.relnamespace
                  JOIN tidemark.view k ON k.view_schema = n.nspname AND k.view_name = v.relname
                 WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ?
                """,
                row -> new String[] {row.getString(1), row.getString(2)},
                Catalog.oid(connection, table.schema(), table.name()));
    }

    /** Makes what is missing or different, and drops what is no longer wanted. */
    void keep() throws SQLException {
        List<View> lists = new ArrayList<>();
        ListShapes shapes = new ListShapes(connection, table);
        for (ListTable list : views.lists()) {
            lists.add(shapes.view(list));
        }
        List<View> wanted = new ArrayList<>(lists);
        wanted.addAll(views.views());
        dropOthers(wanted);
        for (View view : wanted) {
            attempt("make the view " + place(view), () -> make(view, lists.contains(view)));
        }
        if (!released.isEmpty()) {
            throw inTheWay(String.join(", ", released), "it reads a column whose type changes");
        }
    }

    /** Makes the views of lists anew with what was learned. */
    void grow(List<ListTable> lists) throws SQLException {
        Jdbc.list(connection, PrepareTable.ONE_AT_A_TIME, row -> true);
        ListShapes shapes = new ListShapes(connection, table);
        for (ListTable list : lists) {
            View view = shapes.view(list);
            attempt("make the view " + place(view), () -> make(view, true));
        }
    }

    private void dropOthers(List<View> wanted) throws SQLException {
        Set<String> places = new HashSet<>();
        wanted.forEach(view -> places.add(place(view)));
        List<String[]> kept = Jdbc.list(
                connection,
                "SELECT view_schema, view_name, cardinality(syncs) FROM tidemark.view WHERE ? = ANY (syncs)",
                row -> new String[] {row.getString(1), row.getString(2), row.getString(3)},
                table.sync());
        for (String[] view : kept) {
            String place = Names.quote(view[0], view[1]);
            if (places.contains(place)) {
                continue;
            }
            if (view[2].equals("1")) {
                attempt("drop the view " + place, () -> drop(view[0], view[1]));
            } else {
                Jdbc.update(
                        connection,
                        "UPDATE tidemark.view SET syncs = array_remove(syncs, ?)"
                                + " WHERE view_schema = ? AND view_name = ?",
                        table.sync(),
                        view[0],
                        view[1]);
            }
        }
    }

    private void drop(String schema, String name) throws SQLException {
        String place = Names.quote(schema, name);
        Jdbc.execute(connection, "DROP VIEW IF EXISTS " + place);
        Jdbc.update(connection, "DELETE FROM tidemark.view WHERE view_schema = ? AND view_name = ?", schema, name);
        released.remove(place);
        done.add("dropped the view " + place);
    }

    /** @param alone whether it is this table's alone; a layout's view may be of several */
    private void make(View view, boolean alone) throws SQLException {
        Optional<ViewSql.Made> made = sql.of(view);
        if (made.isEmpty()) {
            return;
        }
        Optional<String> definition = Jdbc.first(
                connection,
                "SELECT definition FROM tidemark.view WHERE view_schema = ? AND view_name = ?",
                row -> row.getString(1),
                view.schema(),
                view.name());
        boolean anothers = alone
                && Jdbc.first(
                                connection,
                                "SELECT 1 FROM tidemark.view WHERE view_schema = ? AND view_name = ?"
                                        + " AND NOT ? = ANY (syncs)",
                                row -> true,
                                view.schema(),
                                view.name(),
                                table.sync())
                        .isPresent();
        boolean stands = Catalog.exists(connection, view.schema(), view.name());
        if (stands && definition.isEmpty()) {
            done.add("could not make the view " + place(view)
                    + ": something of this name is there that Tidemark did not make");
            return;
        }
        if (stands && anothers) {
            done.add("could not make the view " + place(view) + ": it is kept for another sync");
            return;
        }
        String select = made.get().select();
        if (!stands || !definition.orElse("").equals(select)) {
            Catalog.makeSchema(connection, view.schema());
            if (stands && !goesOn(view, made.get().columns())) {
                Jdbc.execute(connection, "DROP VIEW " + place(view));
            }
            Jdbc.execute(connection, "CREATE OR REPLACE VIEW " + place(view) + " AS\n" + select);
            done.add((stands ? "made the view anew: " : "made the view ") + place(view));
        }
        released.remove(place(view));
        Jdbc.update(connection, """
            INSERT INTO tidemark.view AS k (view_schema, view_name, syncs, definition) VALUES (?, ?, ARRAY[?], ?)
            ON CONFLICT (view_schema, view_name) DO UPDATE SET definition = excluded.definition,
              syncs = CASE WHEN excluded.syncs <@ k.syncs THEN k.syncs ELSE k.syncs || excluded.syncs END
            """, view.schema(), view.name(), table.sync(), select);
    }

    /** Whether the columns that stand are the first of those to be, with their types. */
    private boolean goesOn(View view, List<Column> columns) throws SQLException {
        List<String> stand = new ArrayList<>();
        Catalog.columns(connection, view.schema(), view.name())
                .forEach((name, type) -> stand.add(
                        name + " " + ColumnTypes.of(type).map(Enum::name).orElse(type)));
        List<String> wanted =
                columns.stream().map(c -> c.name() + " " + c.type().name()).toList();
        return stand.size() <= wanted.size() && wanted.subList(0, stand.size()).equals(stand);
    }

    private interface Change {
        void make() throws SQLException;
    }

    /** A view that is hindered stays as it was, unless it was let go of. */
    private void attempt(String what, Change change) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            change.make();
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!HINDERED.contains(Faults.state(e).substring(0, 2))) {
                throw e;
            }
            if (!released.isEmpty()) {
                throw inTheWay(what, Faults.text(e));
            }
            connection.rollback(before);
            done.add("could not " + what + ": " + Faults.text(e));
        }
    }

    private ConnectorException inTheWay(String what, String why) {
        return new ConnectorException(
                "destination.view_in_the_way",
                "the table " + Names.quote(table.schema(), table.name()) + " cannot be evolved: " + what + ": " + why,
                "Drop what depends on the view, run the sync, and make it again");
    }

    private static String place(View view) {
        return Names.quote(view.schema(), view.name());
    }
}
