package dev.tidemark.checkpoint;

import dev.tidemark.connector.Mark;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.Tidemark;
import dev.tidemark.store.Direct;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of checkpoints. Written only in the transaction of what it covers, by the holder of the lease. */
public final class JdbcCheckpoints {

    /** A stream's description and when it was asked for. */
    public record Described(StreamSpec stream, Instant at) {}

    public Checkpoint find(Tx tx, SyncId sync) {
        return tx.handle()
                .createQuery("SELECT * FROM checkpoint WHERE sync_id = :sync")
                .bind("sync", sync.value())
                .map(JdbcCheckpoints::row)
                .findOne()
                .orElse(Checkpoint.NONE);
    }

    /** Stores all but the applied page. */
    public void save(Tx tx, SyncId sync, Checkpoint c) {
        Optional<Pass> pass = c.pass();
        Direct.updateLater(
                tx,
                """
                INSERT INTO checkpoint (sync_id, last_page, since, cursor_token, covered, pass_kind, pass_value,
                    pass_started, pass_after, pass_first, pass_fields, reached)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (sync_id) DO UPDATE SET last_page = excluded.last_page, since = excluded.since,
                    cursor_token = excluded.cursor_token, covered = excluded.covered,
                    pass_kind = excluded.pass_kind, pass_value = excluded.pass_value,
                    pass_started = excluded.pass_started, pass_after = excluded.pass_after,
                    pass_first = excluded.pass_first, pass_fields = excluded.pass_fields,
                    reached = excluded.reached\
                """,
                sync.value(),
                c.lastPage(),
                c.since().orElse(null),
                c.token().orElse(null),
                c.covered().stream().sorted().toArray(String[]::new),
                pass.map(p -> kind(p.reading())).orElse(null),
                pass.map(p -> value(p.reading())).orElse(null),
                pass.flatMap(Pass::started).orElse(null),
                pass.flatMap(Pass::after).orElse(null),
                pass.map(Pass::first).orElse(null),
                pass.map(p -> p.fields().toArray(String[]::new)).orElse(null),
                c.reached().map(Reached::toJson).orElse(null));
    }

    /** What the destination's mark says is applied, forward only, and its tidemark as it stands there. */
    public void applied(Tx tx, SyncId sync, Mark mark) {
        Tidemark tide = mark.tidemark();
        tx.handle()
                .createUpdate("""
                    INSERT INTO checkpoint (sync_id, last_page, applied_page, changes_to, deletes_to, not_vouched,
                        rejected_before, assumes)
                    VALUES (:sync, :page, :page, :changes, :deletes, :notVouched, :rejected, :assumes)
                    ON CONFLICT (sync_id) DO UPDATE
                    SET applied_page = greatest(checkpoint.applied_page, :page),
                        last_page = greatest(checkpoint.last_page, :page),
                        changes_to = :changes, deletes_to = :deletes, not_vouched = :notVouched,
                        rejected_before = :rejected, assumes = :assumes\
                    """)
                .bind("sync", sync.value())
                .bind("page", mark.page())
                .bindByType("changes", tide.changesTo().orElse(null), Instant.class)
                .bindByType("deletes", tide.deletesTo().orElse(null), Instant.class)
                .bindArray("notVouched", String.class, tide.notVouched())
                .bind("rejected", tide.rejected())
                .bind("assumes", tide.assumes())
                .execute();
    }

    /** The destination has lost what was applied: it is no longer claimed. */
    public void rewound(Tx tx, SyncId sync) {
        tx.handle()
                .createUpdate("UPDATE checkpoint SET applied_page = 0 WHERE sync_id = :sync")
                .bind("sync", sync.value())
                .execute();
    }

    public Optional<Described> described(Tx tx, SyncId sync) {
        return tx.handle()
                .createQuery("SELECT stream, described_at FROM checkpoint WHERE sync_id = :sync AND stream IS NOT NULL")
                .bind("sync", sync.value())
                .map((rs, ctx) -> new Described(
                        StreamJson.read(rs.getString("stream")),
                        rs.getObject("described_at", OffsetDateTime.class).toInstant()))
                .findOne();
    }

    public void describe(Tx tx, SyncId sync, StreamSpec stream, Instant at) {
        tx.handle()
                .createUpdate("""
                    INSERT INTO checkpoint (sync_id, stream, described_at) VALUES (:sync, CAST(:stream AS jsonb), :at)
                    ON CONFLICT (sync_id) DO UPDATE
                    SET stream = excluded.stream, described_at = excluded.described_at\
                    """)
                .bind("sync", sync.value())
                .bind("stream", StreamJson.write(stream))
                .bind("at", at)
                .execute();
    }

    /** When the stream was described that the pages of now are read by. */
    public Optional<Instant> describedAt(Tx tx, SyncId sync) {
        return tx.handle()
                .createQuery("SELECT described_at FROM checkpoint WHERE sync_id = :sync AND described_at IS NOT NULL")
                .bind("sync", sync.value())
                .mapTo(Instant.class)
                .findOne();
    }

    /** The description may be wrong by now: whoever reads next asks for it anew. */
    public void doubted(Tx tx, SyncId sync) {
        tx.handle()
                .createUpdate(
                        "UPDATE checkpoint SET described_at = :longAgo WHERE sync_id = :sync AND stream IS NOT NULL")
                .bind("sync", sync.value())
                .bind("longAgo", Instant.EPOCH)
                .execute();
    }

    private static String kind(Reading reading) {
        return switch (reading) {
            case Reading.Everything e -> "EVERYTHING";
            case Reading.Since s -> "SINCE";
            case Reading.From f -> "FROM";
        };
    }

    private static @Nullable String value(Reading reading) {
        return switch (reading) {
            case Reading.Everything e -> null;
            case Reading.Since s -> s.from().toString();
            case Reading.From f -> f.cursor();
        };
    }

    private static Checkpoint row(ResultSet rs, StatementContext ctx) throws SQLException {
        String kind = rs.getString("pass_kind");
        Optional<Pass> pass = Optional.empty();
        if (kind != null) {
            Reading reading = switch (kind) {
                case "SINCE" -> new Reading.Since(Instant.parse(rs.getString("pass_value")));
                case "FROM" -> new Reading.From(rs.getString("pass_value"));
                default -> new Reading.Everything();
            };
            pass = Optional.of(new Pass(
                    reading,
                    time(rs, "pass_started"),
                    Optional.ofNullable(rs.getString("pass_after")),
                    rs.getLong("pass_first"),
                    strings(rs.getArray("pass_fields"))));
        }
        return new Checkpoint(
                rs.getLong("last_page"),
                rs.getLong("applied_page"),
                time(rs, "since"),
                Optional.ofNullable(rs.getString("cursor_token")),
                Set.copyOf(strings(rs.getArray("covered"))),
                pass,
                Optional.ofNullable(rs.getString("reached")).map(Reached::ofJson));
    }

    private static List<String> strings(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static Optional<Instant> time(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
