package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Views;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Tidemarks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a sync's table with its views, or evolves it, in one transaction. */
final class PrepareTable {

    /** Two workers that prepare at once do so one after the other. The number is "tidemark" in ASCII. */
    static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(x'746964656d61726b'::bigint)";

    private final Connection connection;
    private final TableSpec table;
    private final Instant now;
    private final KeptViews views;
    private final List<String> done = new ArrayList<>();

    PrepareTable(Connection connection, TableSpec table, Views views, Instant now) {
        this.connection = connection;
        this.table = table;
        this.now = now;
        this.views = new KeptViews(connection, table, views);
    }

    /** @return what was done, a line each */
    List<String> run() throws SQLException {
        Jdbc.list(connection, ONE_AT_A_TIME, row -> true);
        Marks.prepare(connection);
        KeptViews.prepare(connection);
        Optional<Marks.Kept> kept = Marks.find(connection, table.sync());
        if (kept.isPresent()
                && Catalog.exists(connection, kept.get().schema(), kept.get().table())) {
            rename(kept.get());
            evolve(kept.get());
        } else {
            refuseIfTaken();
            make();
        }
        if (TablesView.makeBeside(connection, table.schema())) {
            done.add("made the view " + Names.quote(table.schema(), TablesView.BESIDE) + ", because the schema "
                    + Marks.SCHEMA + " is not open to others");
        }
        views.keep();
        done.addAll(views.done());
        connection.commit();
        return done;
    }

    private void make() throws SQLException {
        if (Catalog.makeSchema(connection, table.schema())) {
            done.add("made the schema " + table.schema());
        }
        String columns = table.columns().stream()
                .map(c -> Names.quote(c.name()) + " " + ColumnTypes.sql(c.type())
                        + (table.key().contains(c.name()) ? " NOT NULL" : ""))
                .collect(Collectors.joining(", "));
        Jdbc.execute(connection, "CREATE TABLE " + place() + " (" + columns + ", " + Meta.DDL + ")");
        Marks.begin(connection, table, now);
        List<String> names = table.columns().stream().map(Column::name).toList();
        Tidemarks.prepared(connection, table, List.of(), names);
        done.add("made the table " + place() + " with " + table.columns().size() + " columns");
    }

    /** The sync's table is to be elsewhere: it moves with all its rows. */
    private void rename(Marks.Kept kept) throws SQLException {
        if (kept.schema().equals(table.schema()) && kept.table().equals(table.name())) {
            return;
        }
        refuseIfTaken();
        Catalog.makeSchema(connection, table.schema());
        String old = Names.quote(kept.schema(), kept.table());
        if (!kept.schema().equals(table.schema())) {
            Jdbc.execute(connection, "ALTER TABLE " + old + " SET SCHEMA " + Names.quote(table.schema()));
        }
        if (!kept.table().equals(table.name())) {
            Jdbc.execute(
                    connection,
                    "ALTER TABLE " + Names.quote(table.schema(), kept.table()) + " RENAME TO "
                            + Names.quote(table.name()));
        }
        Jdbc.update(
                connection,
                "UPDATE tidemark.mark SET table_schema = ?, table_name = ? WHERE sync = ?",
                table.schema(),
                table.name(),
                table.sync());
        done.add("renamed the table " + old + " to " + place());
    }

    /**
     * Adds and widens columns with one statement, so that a reader sees the table before or after, and one rewrite at most
     * (invariant 10). Widening holds readers up while the table is rewritten; a column aside would not, but would leave
     * views on the old one without a word. Our own views are let go of first and made anew by {@link KeptViews#keep}.
     */
    private void evolve(Marks.Kept kept) throws SQLException {
        Map<String, String> stands = Catalog.columns(connection, table.schema(), table.name());
        if (!stands.keySet().containsAll(Meta.ALL)) {
            throw notOurs("it lacks the columns " + String.join(", ", Meta.ALL));
        }
        refuseOtherKey(kept);
        List<String> changes = new ArrayList<>();
        Set<String> leftOut = new HashSet<>(stands.keySet());
        leftOut.removeAll(Meta.ALL);
        Set<String> fresh = new HashSet<>();
        boolean widens = false;
        for (Column column : table.columns()) {
            String type = stands.get(column.name());
            if (type == null) {
                fresh.add(column.name());
                changes.add("ADD COLUMN " + Names.quote(column.name()) + " " + ColumnTypes.sql(column.type()));
                done.add("added the column " + column.name() + " " + ColumnTypes.sql(column.type()));
            } else {
                Optional<String> wider = widen(column, ours(column.name(), type));
                wider.ifPresent(changes::add);
                if (wider.isPresent()) {
                    fresh.add(column.name());
                }
                widens |= wider.isPresent();
            }
        }
        if (widens) {
            views.release();
        }
        if (!changes.isEmpty()) {
            alter(String.join(", ", changes));
        }
        table.columns().forEach(column -> leftOut.remove(column.name()));
        Tidemarks.prepared(connection, table, leftOut, fresh);
    }

    private Optional<String> widen(Column column, FieldType from) {
        FieldType to = ColumnTypes.wider(from, column.type());
        if (to == from) {
            return Optional.empty();
        }
        done.add("widened the column " + column.name() + " from " + ColumnTypes.sql(from) + " to "
                + ColumnTypes.sql(to));
        String name = Names.quote(column.name());
        return Optional.of("ALTER COLUMN " + name + " TYPE " + ColumnTypes.sql(to) + " USING "
                + ColumnTypes.widen(name, from, to));
    }

    private void alter(String changes) throws SQLException {
        try {
            Jdbc.execute(connection, "ALTER TABLE " + place() + " " + changes);
        } catch (SQLException e) {
            if (Faults.state(e).equals("0A000")) {
                throw new ConnectorException(
                        "destination.view_in_the_way",
                        "the table " + place() + " cannot be evolved: " + Faults.text(e),
                        "Drop what depends on the column, run the sync, and make it again",
                        e);
            }
            throw e;
        }
    }

    private FieldType ours(String column, String type) {
        return ColumnTypes.of(type)
                .orElseThrow(() -> new ConnectorException(
                        "destination.column_altered",
                        "the column " + column + " of " + place() + " has the type " + type
                                + ", which Tidemark does not make",
                        "Give the column a type that Tidemark makes (such as text, bigint, numeric, timestamptz)"));
    }

    private void refuseOtherKey(Marks.Kept kept) throws SQLException {
        List<String> key = Catalog.primaryKey(connection, table.schema(), table.name());
        if (!kept.filling() && !key.equals(table.key())) {
            throw new ConnectorException(
                    "destination.key_changed",
                    "the table " + place() + " has the primary key (" + String.join(", ", key)
                            + "), the sync now says (" + String.join(", ", table.key()) + ")",
                    "Put the key back, or rename the table so that the sync fills a new one");
        }
    }

    private void refuseIfTaken() throws SQLException {
        Optional<String> keeper =
                Marks.keeper(connection, table.schema(), table.name()).filter(sync -> !sync.equals(table.sync()));
        if (Catalog.exists(connection, table.schema(), table.name())) {
            throw notOurs(keeper.map(sync -> "it is kept by the sync '" + sync + "'")
                    .orElse("no mark in tidemark.mark says that this sync made it"));
        }
        if (keeper.isPresent()) { // somebody dropped the table of a sync that was
            Jdbc.update(connection, "DELETE FROM tidemark.mark WHERE sync = ?", keeper.get());
        }
    }

    private ConnectorException notOurs(String why) {
        return new ConnectorException(
                "destination.table_not_ours",
                "there is a table " + place() + " already that is not this sync's: " + why,
                "Give the sync another table name, or rename or drop that table. If the database was restored without"
                        + " the schema 'tidemark', restore that schema too");
    }

    private String place() {
        return Names.quote(table.schema(), table.name());
    }
}
