package dev.tidemark.connectors.postgres;

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
import dev.tidemark.connector.Views;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Tidemarks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way into one table, over one connection. While a new table is filled for the first time, rows are copied
 * straight into it, without a primary key to slow them; later slices are copied aside and merged.
 *
 * <p>The mark is moved, and so locked, when the rows have been sent and before they touch the rows of others: a worker that
 * hangs between two rows holds nobody up, and one that lost its lease finds out before anything of it can be seen.
 */
final class PostgresLoad implements LoadsAgain {

    private final Connection connection;
    private final Transactions transactions;
    private final TableSpec table;
    private final Shape shape;
    private final Merge merge;
    private final Merge mergeAgain;
    private final boolean hard;
    private final InstantSource clock;
    private final Absences absences;
    private final Lists lists;
    private final Bytes buffer = new Bytes(512 * 1024);

    private @Nullable Boolean filling;
    private @Nullable KeysTwice twice;
    private @Nullable Lane lane;
    private @Nullable TableRows rows;
    private boolean careful;
    private List<String> notes = List.of();

    /** @param connection ours from here on */
    PostgresLoad(Connection connection, TableSpec table, Views views, InstantSource clock) throws SQLException {
        this.connection = connection;
        this.transactions = new Transactions(connection);
        this.table = table;
        this.clock = clock;
        this.shape = Shape.of(connection, table);
        this.hard = table.deletes() == TableSpec.Deletes.HARD;
        this.absences = new Absences(connection, shape, hard);
        this.merge = new Merge(connection, shape, hard, false);
        this.mergeAgain = new Merge(connection, shape, hard, true);
        this.lists = new Lists(connection, table, views);
        Jdbc.execute(
                connection, shape.fill("CREATE TEMP TABLE tidemark_stage ({stage.columns}) ON COMMIT DELETE ROWS"));
        connection.commit();
    }

    @Override
    public Mark claim(long fence) throws LeaseLost, Unavailable {
        return transactions.run("claim the table", () -> {
            Marks.Kept kept = Marks.claim(connection, table, fence);
            filling = kept.filling();
            // Of rows that were loaded before, and may be there already, nothing is known.
            boolean empty = kept.filling() && kept.mark().page() == 0;
            twice = empty && shape.keysAreBytes() ? new KeysTwice(shape.keyColumns()) : null;
            return kept.mark();
        });
    }

    @Override
    public RowSink begin(boolean careful) throws Unavailable {
        if (filling == null) {
            throw new IllegalStateException("claim the table first");
        }
        return begin(careful, !filling, merge);
    }

    private RowSink begin(boolean careful, boolean staged, Merge merge) throws Unavailable {
        giveUp();
        this.careful = careful;
        String into = staged ? Shape.STAGE : shape.fill("{table}");
        String copy = CopyFormat.statement(into, shape.sent(staged));
        try {
            Merge then = staged ? merge : null;
            lane = careful ? new CarefulLane(connection, copy, then) : new StreamLane(connection, copy, buffer, then);
            rows = new TableRows(shape, lane, staged, careful, staged ? null : twice, lists);
            return rows;
        } catch (SQLException e) {
            giveUp();
            throw Faults.unavailable(e, "begin a load");
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
        return begin(careful, true, mergeAgain);
    }

    @Override
    public Counts commitAgain(long fence, long seen, long rejected) throws LeaseLost, RowsRefused, Unavailable {
        return merging((sent, way) -> {
            Slice slice = whole(sent, seen, rejected);
            way.sent();
            Marks.hold(connection, table, fence, clock.instant()); // invariant 2
            Fates fates = way.finish(slice);
            notes = lists.grow();
            connection.commit();
            return new Counts(seen, fates.loaded(), fates.unchanged(), fates.deleted(), rejected);
        });
    }

    @Override
    public Mark recount(long fence, long rejected) throws LeaseLost, Unavailable {
        giveUp();
        return transactions.run("count what is rejected", () -> {
            Marks.hold(connection, table, fence, clock.instant());
            Tidemarks.recount(connection, table.sync(), rejected);
            return Marks.stands(connection, table.sync());
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
        return merging((sent, way) -> {
            Slice slice = whole(sent, seen, rejected);
            notes = List.of();
            Mark mark = apply(way, sent, slice, fence, run, seen, rejected, toPage, listing);
            if (listing.isPresent() && listing.get().ends()) {
                mark = ended(listing.get(), tide, mark, toPage);
            }
            if (tide.isPresent()) {
                Tidemarks.rise(connection, table.sync(), tide.get());
                mark = Marks.stands(connection, table.sync());
            }
            notes = Stream.concat(notes.stream(), lists.grow().stream()).toList();
            connection.commit(); // invariant 1: rows and mark
            return mark;
        });
    }

    /** What is done with a slice that has been taken in; it commits. */
    private interface Merging<T> {
        T run(TableRows sent, Lane way) throws SQLException, LeaseLost;
    }

    /** Brings the slice that was begun into the table. */
    private <T> T merging(Merging<T> work) throws LeaseLost, RowsRefused, Unavailable {
        TableRows sent = rows;
        Lane way = lane;
        if (sent == null || way == null) {
            throw new IllegalStateException("begin a slice first");
        }
        try {
            T done = work.run(sent, way);
            lists.kept();
            lane = null;
            rows = null;
            return done;
        } catch (SQLException e) {
            if (Faults.refusesRow(e) && !careful) {
                throw new RowsRefused(Faults.refusal(e), e);
            }
            throw Faults.unavailable(e, "load into " + shape.fill("{table}"));
        } finally {
            giveUp();
        }
    }

    private Mark apply(
            Lane way,
            TableRows sent,
            Slice slice,
            long fence,
            String run,
            long seen,
            long rejected,
            long toPage,
            Optional<Listing> listing)
            throws SQLException, LeaseLost {
        way.sent();
        Instant now = clock.instant();
        Marks.move(connection, table, fence, run, seen, rejected, sent.firstPage(), toPage, now); // invariant 2
        if (listing.isPresent()) {
            list(listing.get().first(), sent, rejected);
        }
        return Marks.count(connection, table.sync(), way.finish(slice));
    }

    private void list(long first, TableRows sent, long rejected) throws SQLException {
        if (Boolean.TRUE.equals(filling)) {
            absences.cannotTell(first, "the table is filled for the first time");
        } else if (rejected > sent.rejectedByKey()) {
            absences.cannotTell(first, Absences.REJECTED);
        } else {
            absences.list(first, sent.others());
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
        return transactions.run("move the tidemark", () -> {
            Marks.hold(connection, table, fence, clock.instant());
            Tidemarks.rise(connection, table.sync(), tide);
            return Marks.stands(connection, table.sync());
        });
    }

    @Override
    public Mark finish(long fence) throws LeaseLost, Unavailable {
        giveUp();
        Mark mark = transactions.run("give the table its primary key", () -> {
            Marks.Kept held = Marks.hold(connection, table, fence, clock.instant());
            return held.filling() ? new FinishFill(connection, shape, hard, twice).run() : held.mark();
        });
        if (Boolean.TRUE.equals(filling)) {
            filling = false;
            twice = null;
            analyze();
        }
        return mark;
    }

    /**
     * Statistics of the key make merges quick from the first one on. Those of the other columns, and all where they cannot be
     * had now, the server gathers later.
     */
    private void analyze() {
        try {
            Jdbc.execute(connection, shape.fill("ANALYZE {table} ({key})"));
            connection.commit();
        } catch (SQLException e) {
            Session.rollback(connection);
        }
    }

    @Override
    public boolean forget(String key) throws Unavailable {
        giveUp();
        try {
            return transactions.run("forget a row", () -> new Forget(connection, shape).run(key));
        } catch (LeaseLost e) {
            throw new IllegalStateException(e); // forgetting asks for no lease
        }
    }

    /** Leaves the table as it was: what was begun and not committed is rolled back. */
    private void giveUp() {
        if (lane != null) {
            lane.abandon();
            lane = null;
            rows = null;
            Session.rollback(connection);
        }
        buffer.clear();
    }

    @Override
    public void close() {
        if (lane != null) {
            lane.abandon();
        }
        Session.close(connection);
    }
}
