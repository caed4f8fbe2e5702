package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Tidemarks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The marks of all tables in this database: one row a sync, moved in the transactions that change its table. */
final class Marks {

    static final String SCHEMA = "tidemark";

    /** A mark with where its table stands and whether that still lacks its primary key. */
    record Kept(String schema, String table, boolean filling, Mark mark) {}

    private Marks() {}

    private static final List<String> OURS = List.of("mark", "grave", "listing", "listed", "absent", TablesView.NAME);

    static final String OTHER_PLACE =
            "Rename that schema, or what is in it, or let Tidemark keep its tables in another database";

    /**
     * Makes the schema, the tables of marks and graves and the view of tidemarks, where they are missing.
     *
     * @throws ConnectorException where something else has their names
     */
    static void prepare(Connection connection) throws SQLException {
        List<String> stand = standing(connection);
        if (stand.containsAll(OURS)) {
            return;
        }
        List<String> foreign = foreign(connection, stand);
        if (!foreign.isEmpty()) {
            throw new ConnectorException(
                    "destination.schema_not_ours",
                    "the schema '" + SCHEMA + "' has " + String.join(", ", foreign)
                            + ", which Tidemark did not make; it keeps tables of these names there",
                    OTHER_PLACE);
        }
        if (stand.contains("mark")) {
            TablesView.make(connection);
        } else {
            make(connection);
        }
    }

    /** What stands under names of ours, and is not ours. */
    static List<String> foreign(Connection connection) throws SQLException {
        return foreign(connection, standing(connection));
    }

    private static List<String> foreign(Connection connection, List<String> stand) throws SQLException {
        boolean isMade = stand.containsAll(OURS.subList(0, OURS.size() - 1))
                && Catalog.columns(connection, SCHEMA, "mark").containsKey("changes_to");
        if (!isMade) {
            return OURS.stream().filter(stand::contains).toList();
        }
        boolean isView = !stand.contains(TablesView.NAME)
                || Catalog.columns(connection, SCHEMA, TablesView.NAME).containsKey("not_vouched");
        return isView ? List.of() : List.of(TablesView.NAME);
    }

    private static List<String> standing(Connection connection) throws SQLException {
        return Jdbc.list(connection, """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?
            """, row -> row.getString(1), SCHEMA);
    }

    private static void make(Connection connection) throws SQLException {
        Catalog.makeSchema(connection, SCHEMA);
        Jdbc.execute(connection, """
            CREATE TABLE tidemark.mark (
              sync         text PRIMARY KEY,
              table_schema text NOT NULL,
              table_name   text NOT NULL,
              fence        bigint NOT NULL DEFAULT 0,
              page         bigint NOT NULL DEFAULT 0,
              run          text NOT NULL DEFAULT '',
              seen         bigint NOT NULL DEFAULT 0,
              loaded       bigint NOT NULL DEFAULT 0,
              unchanged    bigint NOT NULL DEFAULT 0,
              deleted      bigint NOT NULL DEFAULT 0,
              rejected     bigint NOT NULL DEFAULT 0,
              filling      boolean NOT NULL,
              moved_at     timestamptz NOT NULL,
              workspace    text NOT NULL DEFAULT '',
              sync_name    text NOT NULL DEFAULT '',
              begun        bigint NOT NULL DEFAULT 0,
              changes_to   bigint,
              deletes_to   bigint,
              listed_to    bigint,
              untraced     text,
              awaited      text,
              left_out     text,
              not_vouched  text NOT NULL DEFAULT '[]',
              rejected_before bigint NOT NULL DEFAULT 0,
              assumes      text NOT NULL DEFAULT '',
              UNIQUE (table_schema, table_name));
            COMMENT ON TABLE tidemark.mark IS
              'One row for each table that Tidemark keeps: up to which page it is loaded, and by whom.';
            CREATE TABLE tidemark.grave (
              sync    text,
              key     text,
              version timestamptz NOT NULL,
              PRIMARY KEY (sync, key));
            COMMENT ON TABLE tidemark.grave IS
              'Keys of rows that were deleted for good, so that older data does not revive them.';
            CREATE TABLE tidemark.listing (
              sync       text PRIMARY KEY,
              first_page bigint NOT NULL,
              void       text);
            COMMENT ON TABLE tidemark.listing IS
              'The reading of everything in progress, and why absence from it means nothing, where that is so.';
            CREATE TABLE tidemark.listed (
              sync text NOT NULL,
              hash bigint NOT NULL);
            CREATE INDEX ON tidemark.listed (sync);
            COMMENT ON TABLE tidemark.listed IS
              'Hashes of the keys that the reading in progress has brought.';
            CREATE TABLE tidemark.absent (
              sync       text,
              key        text,
              first_page bigint NOT NULL,
              PRIMARY KEY (sync, key));
            COMMENT ON TABLE tidemark.absent IS
              'Keys that the last complete reading of everything lacked: the next one decides.'
            """);
        TablesView.make(connection);
    }

    /** The mark of a table as it stands. */
    static Mark stands(Connection connection, String sync) throws SQLException {
        return find(connection, sync).orElseThrow().mark();
    }

    static Optional<Kept> find(Connection connection, String sync) throws SQLException {
        return Jdbc.first(connection, "SELECT * FROM tidemark.mark WHERE sync = ?", Marks::read, sync);
    }

    /** The sync that keeps the table of this name. */
    static Optional<String> keeper(Connection connection, String schema, String table) throws SQLException {
        return Jdbc.first(
                connection,
                "SELECT sync FROM tidemark.mark WHERE table_schema = ? AND table_name = ?",
                row -> row.getString(1),
                schema,
                table);
    }

    /** A mark for a table that was just made: nothing is in. Of an earlier table of this sync only the fence stays. */
    static void begin(Connection connection, TableSpec table, Instant now) throws SQLException {
        Jdbc.update(connection, """
            INSERT INTO tidemark.mark (sync, table_schema, table_name, filling, moved_at)
            VALUES (?, ?, ?, true, ?)
            ON CONFLICT (sync) DO UPDATE SET
              table_schema = excluded.table_schema, table_name = excluded.table_name, page = 0, run = '',
              seen = 0, loaded = 0, unchanged = 0, deleted = 0, rejected = 0, filling = true,
              moved_at = excluded.moved_at, begun = 0, changes_to = NULL, deletes_to = NULL, listed_to = NULL,
              untraced = NULL, awaited = NULL, left_out = NULL, not_vouched = '[]',
              rejected_before = 0
            """, table.sync(), table.schema(), table.name(), now);
        for (String kept : List.of("grave", "listing", "listed", "absent")) {
            Jdbc.update(connection, "DELETE FROM tidemark." + kept + " WHERE sync = ?", table.sync());
        }
    }

    /** @throws LeaseLost where a higher fencing number stands there already (invariant 2) */
    static Kept claim(Connection connection, TableSpec table, long fence) throws SQLException, LeaseLost {
        Optional<Kept> claimed = Jdbc.first(
                connection,
                "UPDATE tidemark.mark SET fence = ? WHERE sync = ? AND fence <= ? RETURNING *",
                Marks::read,
                fence,
                table.sync(),
                fence);
        return claimed.isPresent() ? claimed.get() : refuse(connection, table, fence);
    }

    /**
     * Moves the mark and locks it until the end of the transaction, before anything of the slice touches the table's old
     * rows. Counts of another run begin at zero.
     */
    static Kept move(
            Connection connection,
            TableSpec table,
            long fence,
            String run,
            long seen,
            long rejected,
            long fromPage,
            long toPage,
            Instant now)
            throws SQLException, LeaseLost {
        Optional<Kept> moved = Jdbc.first(
                connection,
                """
                UPDATE tidemark.mark SET
                  begun     = CASE WHEN page = 0 THEN ? ELSE begun END,
                  page      = greatest(page, ?),
                  seen      = CASE WHEN run = ? THEN seen ELSE 0 END + ?,
                  loaded    = CASE WHEN run = ? THEN loaded ELSE 0 END,
                  unchanged = CASE WHEN run = ? THEN unchanged ELSE 0 END,
                  deleted   = CASE WHEN run = ? THEN deleted ELSE 0 END,
                  rejected  = CASE WHEN run = ? THEN rejected ELSE 0 END + ?,
                  run       = ?,
                  moved_at  = ?
                WHERE sync = ? AND fence = ?
                RETURNING *
                """,
                Marks::read,
                fromPage,
                toPage,
                run,
                seen,
                run,
                run,
                run,
                run,
                rejected,
                run,
                now,
                table.sync(),
                fence);
        return moved.isPresent() ? moved.get() : refuse(connection, table, fence);
    }

    /** Locks the mark without moving it. */
    static Kept hold(Connection connection, TableSpec table, long fence, Instant now) throws SQLException, LeaseLost {
        Optional<Kept> held = Jdbc.first(
                connection,
                "UPDATE tidemark.mark SET moved_at = ? WHERE sync = ? AND fence = ? RETURNING *",
                Marks::read,
                now,
                table.sync(),
                fence);
        return held.isPresent() ? held.get() : refuse(connection, table, fence);
    }

    /** Adds the fates of rows to a mark that this transaction holds. */
    static Mark count(Connection connection, String sync, Fates fates) throws SQLException {
        return Jdbc.first(connection, """
            UPDATE tidemark.mark SET
              loaded = loaded + ?, unchanged = unchanged + ?, deleted = deleted + ?
            WHERE sync = ?
            RETURNING *
            """, Marks::read, fates.loaded(), fates.unchanged(), fates.deleted(), sync)
                .orElseThrow()
                .mark();
    }

    /** Adds rows that were found to be gone to a mark that this transaction holds: each was as good as a tombstone. */
    static Mark gone(Connection connection, String sync, long rows) throws SQLException {
        return Jdbc.first(connection, """
            UPDATE tidemark.mark SET seen = seen + ?, deleted = deleted + ? WHERE sync = ?
            RETURNING *
            """, Marks::read, rows, rows, sync)
                .orElseThrow()
                .mark();
    }

    /**
     * The table has one row a key now. So many of the run's rows turned out to be there twice; of rows that an earlier run
     * has counted no more can be moved than this run has.
     */
    static Mark filled(Connection connection, String sync, long loadedTwice, long deletedTwice) throws SQLException {
        return Jdbc.first(connection, """
            UPDATE tidemark.mark SET
              filling   = false,
              loaded    = loaded - least(loaded, ?),
              deleted   = deleted - least(deleted, ?),
              unchanged = unchanged + least(loaded, ?) + least(deleted, ?)
            WHERE sync = ?
            RETURNING *
            """, Marks::read, loadedTwice, deletedTwice, loadedTwice, deletedTwice, sync)
                .orElseThrow()
                .mark();
    }

    private static Kept refuse(Connection connection, TableSpec table, long fence) throws SQLException, LeaseLost {
        Kept stands = find(connection, table.sync())
                .orElseThrow(() -> new ConnectorException(
                        "destination.not_prepared",
                        "the table '" + table.name() + "' has no mark in tidemark.mark",
                        "If somebody removed it, rename the table and let the sync fill a new one"));
        throw new LeaseLost("the table '" + table.name() + "' is claimed with fence "
                + stands.mark().fence() + ", ours is " + fence);
    }

    private static Kept read(ResultSet row) throws SQLException {
        Counts counts = new Counts(
                row.getLong("seen"),
                row.getLong("loaded"),
                row.getLong("unchanged"),
                row.getLong("deleted"),
                row.getLong("rejected"));
        return new Kept(
                row.getString("table_schema"),
                row.getString("table_name"),
                row.getBoolean("filling"),
                new Mark(row.getLong("fence"), row.getLong("page"), row.getString("run"), counts, Tidemarks.read(row)));
    }
}
