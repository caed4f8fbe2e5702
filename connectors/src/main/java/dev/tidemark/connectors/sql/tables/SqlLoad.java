package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Counts;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Listing;
import dev.tidemark.connector.LoadsAgain;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.RowsRefused;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Dialect;
import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Faults;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way into one table, over one connection. Rows are staged in a temporary table; then one transaction moves the
 * mark, which finds out whether the lease still holds, and merges them.
 */
public final class SqlLoad implements LoadsAgain {

    private final Connection connection;
    private final TableDialect dialect;
    private final Dialect sql;
    private final TableSpec table;
    private final Shape shape;
    private final Merge merge;
    private final Merge mergeAgain;
    private final Absences absences;
    private final InstantSource clock;

    private @Nullable Boolean filling;
    private @Nullable Lane lane;
    private @Nullable TableRows rows;
    private boolean careful;
    private List<String> notes = List.of();

    /** What is done in one transaction. */
    private interface Work<T> {
        T run() throws SQLException, LeaseLost;
    }

    /** What is done with a slice in one transaction. */
    private interface Merging<T> {
        T run(TableRows sent, Lane way) throws SQLException, LeaseLost;
    }

    /** @param connection ours from here on, without autocommit */
    public SqlLoad(TableDialect dialect, Connection connection, TableSpec table, InstantSource clock)
            throws SQLException {
        this.dialect = dialect;
        this.sql = dialect.sql();
        this.connection = connection;
        this.table = table;
        this.clock = clock;
        this.shape = Shape.of(dialect, connection, table);
        boolean hard = table.deletes() == TableSpec.Deletes.HARD;
        this.merge = new Merge(connection, shape, hard, false);
        this.mergeAgain = new Merge(connection, shape, hard, true);
        this.absences = new Absences(connection, shape, hard);
        dialect.enter(connection, table.schema());
        connection.commit();
    }

    @Override
    public Mark claim(long fence) throws LeaseLost, Unavailable {
        giveUp();
        Marks.Kept kept = transaction("claim the table", fence, () -> Marks.claim(connection, table, fence));
        filling = kept.filling();
        return kept.mark();
    }

    @Override
    public RowSink begin(boolean careful) throws Unavailable {
        if (filling == null) {
            throw new IllegalStateException("claim the table first");
        }
        return begin(careful, merge);
    }

    private RowSink begin(boolean careful, Merge merge) throws Unavailable {
        giveUp();
        this.careful = careful;
        try {
            for (String statement : dialect.renew(Shape.STAGE, shape.stageColumns())) {
                Jdbc.execute(connection, statement);
            }
            connection.commit();
            Lane way = careful ? new CarefulLane(connection, shape, merge) : new SliceLane(connection, shape, merge);
            lane = way;
            TableRows sink = new TableRows(shape, way, careful);
            rows = sink;
            return sink;
        } catch (SQLException e) {
            giveUp();
            throw sql.unavailable(e, "begin a load");
        }
    }

    @Override
    public boolean isFilled() {
        return Boolean.FALSE.equals(filling);
    }

    @Override
    public RowSink beginAgain(boolean careful) throws Unavailable {
        if (!isFilled()) {
            throw new IllegalStateException("claim the table first, and finish its filling");
        }
        return begin(careful, mergeAgain);
    }

    @Override
    public Counts commitAgain(long fence, long seen, long rejected) throws LeaseLost, RowsRefused, Unavailable {
        notes = List.of();
        return merging(fence, (sent, way) -> {
            Slice slice = whole(sent, seen, rejected);
            way.sent();
            Marks.hold(connection, table, fence, now()); // invariant 2
            Fates fates = way.finish(slice);
            connection.commit();
            return new Counts(seen, fates.loaded(), fates.unchanged(), fates.deleted(), rejected);
        });
    }

    @Override
    public Mark recount(long fence, long rejected) throws LeaseLost, Unavailable {
        giveUp();
        return transaction("count what is rejected", fence, () -> {
            Marks.hold(connection, table, fence, now());
            Tidemarks.recount(connection, table.sync(), rejected);
            return Marks.stands(connection, table.sync());
        });
    }

    @Override
    public Mark commit(
            long fence,
            String run,
            long seen,
            long rejected,
            long toPage,
            Optional<Listing> listing,
            Optional<Tide> tide)
            throws LeaseLost, RowsRefused, Unavailable {
        notes = List.of();
        return merging(fence, (sent, way) -> {
            Slice slice = whole(sent, seen, rejected);
            boolean listed = listing.isPresent() && hasKeys(sent, way, rejected);
            way.sent();
            Marks.move(connection, table, fence, run, seen, rejected, sent.firstPage(), toPage, now()); // invariant 2
            if (listing.isPresent()) {
                list(listing.get().first(), listed);
                OtherKeys.unstage(connection);
            }
            Mark mark = Marks.count(connection, table.sync(), way.finish(slice));
            if (listing.isPresent() && listing.get().ends()) {
                mark = ended(listing.get(), tide, mark, toPage);
            }
            if (tide.isPresent()) {
                Tidemarks.rise(connection, table.sync(), tide.get());
                mark = Marks.stands(connection, table.sync());
            }
            connection.commit(); // invariant 1: rows and mark
            return mark;
        });
    }

    private static Slice whole(TableRows sent, long seen, long rejected) {
        Slice slice = sent.slice();
        if (slice.rows() + rejected != seen) { // invariant 6
            throw new IllegalArgumentException(seen + " records were seen, but " + slice.rows()
                    + " rows were taken and " + rejected + " rejected");
        }
        return slice;
    }

    /** Brings the slice that was begun into the table, and commits. */
    private <T> T merging(long fence, Merging<T> work) throws LeaseLost, RowsRefused, Unavailable {
        TableRows sent = rows;
        Lane way = lane;
        if (sent == null || way == null) {
            throw new IllegalStateException("begin a slice first");
        }
        try {
            return work.run(sent, way);
        } catch (SQLException e) {
            rollback();
            if (!careful && sql.fault(e) instanceof Fault.OfRow) {
                throw new RowsRefused(Faults.text(e), e);
            }
            throw fault(e, "load into " + sql.quote(table.schema(), table.name()), fence);
        } finally {
            giveUp();
        }
    }

    /** Whether every record's key is in the stage. */
    private boolean hasKeys(TableRows sent, Lane way, long rejected) throws SQLException {
        return !Boolean.TRUE.equals(filling)
                && rejected <= sent.rejectedByKey()
                && sent.others().isWhole()
                && way.stage(sent.others());
    }

    private void list(long first, boolean hasKeys) throws SQLException {
        if (Boolean.TRUE.equals(filling)) {
            absences.cannotTell(first, "the table is filled for the first time");
        } else if (!hasKeys) {
            absences.cannotTell(first, Absences.REJECTED);
        } else {
            absences.list(first);
        }
    }

    private Mark ended(Listing listing, Optional<Tide> tide, Mark mark, long toPage) throws SQLException {
        Absences.Found found = absences.end(listing, tide, toPage, clock.instant());
        notes = found.notes();
        return found.deleted() == 0 ? mark : Marks.gone(connection, table.sync(), found.deleted());
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public Mark rise(long fence, Tide tide) throws LeaseLost, Unavailable {
        giveUp();
        return transaction("move the tidemark", fence, () -> {
            Marks.hold(connection, table, fence, now());
            Tidemarks.rise(connection, table.sync(), tide);
            return Marks.stands(connection, table.sync());
        });
    }

    @Override
    public Mark finish(long fence) throws LeaseLost, Unavailable {
        giveUp();
        Mark mark = transaction("end the first filling", fence, () -> {
            Marks.Kept held = Marks.hold(connection, table, fence, now());
            return held.filling() ? Marks.filled(connection, table.sync()) : held.mark();
        });
        filling = false;
        return mark;
    }

    @Override
    public boolean forget(String key) throws Unavailable {
        giveUp();
        try {
            return transaction("forget a row", Long.MAX_VALUE, () -> new Forget(connection, shape).run(key));
        } catch (LeaseLost e) {
            throw new IllegalStateException(e); // forgetting asks for no lease
        }
    }

    private <T> T transaction(String attempt, long fence, Work<T> work) throws LeaseLost, Unavailable {
        boolean done = false;
        try {
            T result = work.run();
            connection.commit();
            done = true;
            return result;
        } catch (SQLException e) {
            rollback();
            throw fault(e, attempt, fence);
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    /** Where another transaction was in the way, it may have been that of a worker which took the table over. */
    private Unavailable fault(SQLException e, String attempt, long fence) throws LeaseLost {
        Unavailable unavailable = sql.unavailable(e, attempt);
        try {
            Optional<Marks.Kept> stands = Marks.find(connection, table.sync());
            connection.commit();
            if (stands.isPresent() && stands.get().mark().fence() > fence) {
                throw Marks.lost(table, stands.get(), fence);
            }
        } catch (SQLException gone) {
            unavailable.addSuppressed(gone);
        }
        return unavailable;
    }

    private Object now() {
        Instant now = clock.instant();
        return dialect.moment(now);
    }

    /** Leaves the table as it was: what was begun and not committed is rolled back. */
    private void giveUp() {
        Lane begun = lane;
        lane = null;
        rows = null;
        if (begun != null) {
            begun.close();
            rollback();
        }
    }

    /** Keeps silent: the connection may be gone, and with it the transaction. */
    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            close();
        }
    }

    @Override
    public void close() {
        Lane begun = lane;
        lane = null;
        rows = null;
        if (begun != null) {
            begun.close();
        }
        close(connection);
    }

    /** Closes without a word: what was not committed is rolled back by the database. */
    public static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            // The database sees the end of the connection by itself.
        }
    }
}
