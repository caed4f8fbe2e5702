package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a sync's table, or evolves it, before any row is loaded. Each step finds out what stands and does what is missing, so
 * that it can be stopped after any of them and run again: a mark that says "nothing is in" comes before its table, and a
 * table that has moved is known by whom it was made for.
 */
public final class PrepareTable {

    private final TableDialect dialect;
    private final Connection connection;
    private final Ddl ddl;
    private final TableSpec table;
    private final Instant now;
    private final List<String> done = new ArrayList<>();

    public PrepareTable(TableDialect dialect, Connection connection, TableSpec table, Instant now) {
        this.dialect = dialect;
        this.connection = connection;
        this.ddl = dialect.ddl(connection);
        this.table = table;
        this.now = now;
    }

    /** @return what was done, a line each */
    public List<String> run() throws SQLException, Unavailable {
        ddl.oneAtATime();
        ddl.makeOwn();
        ddl.step();
        Optional<Marks.Kept> kept = Marks.find(connection, table.sync());
        if (kept.isPresent() && stands(kept.get())) {
            evolve(kept.get());
        } else {
            make();
        }
        connection.commit();
        return done;
    }

    /** Whether the sync's table is there; one that is to be elsewhere moves with all its rows. */
    private boolean stands(Marks.Kept kept) throws SQLException {
        boolean there = ddl.exists(kept.schema(), kept.table());
        if (kept.schema().equals(table.schema()) && kept.table().equals(table.name())) {
            return there;
        }
        if (there) {
            refuseIfTaken();
            ddl.makeSchema(table.schema());
            ddl.rename(kept.schema(), kept.table(), table);
        } else if (!ddl.exists(table.schema(), table.name()) || !ddl.isOf(table.schema(), table.name(), table.sync())) {
            return false;
        }
        Marks.moved(connection, table);
        ddl.step();
        done.add("renamed the table " + dialect.sql().quote(kept.schema(), kept.table()) + " to " + place());
        return true;
    }

    private void make() throws SQLException {
        refuseIfTaken();
        if (ddl.makeSchema(table.schema())) {
            done.add("made the schema " + table.schema());
        }
        Marks.begin(connection, table, dialect.moment(now));
        Tidemarks.prepared(
                connection,
                table,
                List.of(),
                table.columns().stream().map(Column::name).toList());
        ddl.step();
        ddl.create(table);
        done.add("made the table " + place() + " with " + table.columns().size() + " columns");
    }

    /** One statement for all of it where that can be, so that a reader sees the table before or after (invariant 10). */
    private void evolve(Marks.Kept kept) throws SQLException {
        Columns stands = dialect.columns(connection, table.schema(), table.name());
        if (!Meta.ALL.stream().allMatch(c -> stands.find(c).isPresent())) {
            throw notOurs("it lacks the columns " + String.join(", ", Meta.ALL));
        }
        if (!kept.key().equals(Marks.key(table))) {
            throw new ConnectorException(
                    "destination.key_changed",
                    "the table " + place() + " has the key (" + kept.key() + "), the sync now says (" + Marks.key(table)
                            + ")",
                    "Put the key back, or rename the table so that the sync fills a new one");
        }
        List<Column> added = new ArrayList<>();
        List<Ddl.Widening> widened = new ArrayList<>();
        for (Column column : table.columns()) {
            Optional<Columns.Column> found = stands.find(column.name());
            if (found.isEmpty()) {
                added.add(column);
                done.add("added the column " + column.name() + " " + spelled(column.type()));
                continue;
            }
            FieldType from = ours(found.get());
            FieldType to = wider(from, column.type());
            if (to != from) {
                widened.add(new Ddl.Widening(found.get().name(), from, to));
                done.add("widened the column " + column.name() + " from " + spelled(from) + " to " + spelled(to));
            }
        }
        List<String> fresh = Stream.concat(
                        added.stream().map(Column::name), widened.stream().map(Ddl.Widening::name))
                .toList();
        Tidemarks.prepared(connection, table, leftOut(stands), fresh);
        ddl.step(); // before anybody can see them
        if (!fresh.isEmpty()) {
            ddl.alter(table, added, widened);
        }
    }

    private List<String> leftOut(Columns stands) {
        return stands.names().stream()
                .filter(name -> Meta.ALL.stream().noneMatch(name::equalsIgnoreCase))
                .filter(name -> table.columns().stream().noneMatch(c -> c.name().equalsIgnoreCase(name)))
                .toList();
    }

    private String spelled(FieldType type) {
        return dialect.sql().columnType(type);
    }

    /** The narrowest type that loses no value of either. */
    static FieldType wider(FieldType one, FieldType other) {
        if (one == other) {
            return one;
        }
        boolean exact = (one == FieldType.INTEGER || one == FieldType.DECIMAL)
                && (other == FieldType.INTEGER || other == FieldType.DECIMAL);
        return exact ? FieldType.DECIMAL : FieldType.TEXT;
    }

    private FieldType ours(Columns.Column column) {
        return dialect.sql()
                .fieldType(column.declared())
                .orElseThrow(() -> new ConnectorException(
                        "destination.column_altered",
                        "the column " + column.name() + " of " + place() + " has the type " + column.declared()
                                + ", which Tidemark does not make",
                        "Give the column a type that Tidemark makes, such as " + spelled(FieldType.TEXT) + ", "
                                + spelled(FieldType.INTEGER) + " or " + spelled(FieldType.INSTANT)));
    }

    private void refuseIfTaken() throws SQLException {
        Optional<String> keeper =
                Marks.keeper(connection, table.schema(), table.name()).filter(sync -> !sync.equals(table.sync()));
        if (ddl.exists(table.schema(), table.name())) {
            throw notOurs(keeper.map(sync -> "it is kept by the sync '" + sync + "'")
                    .orElse("no mark in tidemark.mark says that this sync made it"));
        }
        if (keeper.isPresent()) { // somebody dropped the table of a sync that was
            Marks.remove(connection, keeper.get());
        }
    }

    private ConnectorException notOurs(String why) {
        return new ConnectorException(
                "destination.table_not_ours",
                "there is a table " + place() + " already that is not this sync's: " + why,
                "Give the sync another table name, or rename or drop that table. If the database was restored without "
                        + "'tidemark', restore that too");
    }

    private String place() {
        return dialect.sql().quote(table.schema(), table.name());
    }
}
