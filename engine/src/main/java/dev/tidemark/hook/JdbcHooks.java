package dev.tidemark.hook;

import dev.tidemark.connector.Hint;
import dev.tidemark.connector.HintFeed;
import dev.tidemark.store.Direct;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of what webhooks told. */
public final class JdbcHooks {

    /** An event that was stored. */
    record Event(String account, Hint hint) {}

    /**
     * Stores what is new, in one statement; answers how many that was. An event that is stored already changes nothing,
     * whoever stores it at the same time.
     */
    int store(Tx tx, String account, List<Hint> hints, Instant now) {
        String[] events = hints.stream().map(Hint::id).toArray(String[]::new);
        String[] kinds = hints.stream().map(JdbcHooks::kind).toArray(String[]::new);
        String[] subjects = hints.stream().map(JdbcHooks::subject).toArray(String[]::new);
        String[] keys = hints.stream().map(JdbcHooks::key).toArray(String[]::new);
        Boolean[] gone = hints.stream().map(JdbcHooks::isGone).toArray(Boolean[]::new);
        return tx.handle()
                .createUpdate("""
                    INSERT INTO hook_event (account, event, kind, subject, key, gone, received_at)
                    SELECT :account, event, kind, subject, key, gone, :now
                    FROM unnest(CAST(:events AS text[]), CAST(:kinds AS text[]), CAST(:subjects AS text[]),
                        CAST(:keys AS text[]), CAST(:gone AS boolean[])) AS h (event, kind, subject, key, gone)
                    ORDER BY event
                    ON CONFLICT DO NOTHING\
                    """)
                .bind("account", account)
                .bind("events", events)
                .bind("kinds", kinds)
                .bind("subjects", subjects)
                .bind("keys", keys)
                .bind("gone", gone)
                .bind("now", now)
                .execute();
    }

    private static String kind(Hint hint) {
        return switch (hint) {
            case Hint.OfRecord r -> "RECORD";
            case Hint.OfStream s -> "STREAM";
            case Hint.OfFeed f -> "FEED";
        };
    }

    private static String subject(Hint hint) {
        return switch (hint) {
            case Hint.OfRecord r -> r.stream();
            case Hint.OfStream s -> s.stream();
            case Hint.OfFeed f -> f.feed();
        };
    }

    private static String key(Hint hint) {
        return hint instanceof Hint.OfRecord r ? r.key() : "";
    }

    private static boolean isGone(Hint hint) {
        return hint instanceof Hint.OfRecord r && r.gone();
    }

    /** Takes the oldest events out of those that wait; what this transaction does with them is done once. */
    List<Event> take(Tx tx, int most) {
        return tx.handle()
                .createQuery("""
                    WITH oldest AS (
                        SELECT account, event FROM hook_event WHERE NOT taken
                        ORDER BY received_at LIMIT :most FOR UPDATE SKIP LOCKED)
                    UPDATE hook_event e SET taken = true FROM oldest
                    WHERE e.account = oldest.account AND e.event = oldest.event
                    RETURNING e.account, e.event, e.kind, e.subject, e.key, e.gone\
                    """)
                .bind("most", most)
                .map((rs, ctx) -> new Event(
                        rs.getString("account"),
                        hint(
                                rs.getString("kind"),
                                rs.getString("event"),
                                rs.getString("subject"),
                                rs.getString("key"),
                                rs.getBoolean("gone"))))
                .list();
    }

    private static Hint hint(String kind, String event, String subject, String key, boolean gone) {
        return switch (kind) {
            case "RECORD" -> new Hint.OfRecord(event, subject, key, gone);
            case "STREAM" -> new Hint.OfStream(event, subject);
            default -> new Hint.OfFeed(event, subject);
        };
    }

    /** Forgets events that were taken; one that comes again after that is looked after again, which harms nobody. */
    int forget(Tx tx, Instant receivedBefore, int most) {
        return tx.handle()
                .createUpdate("""
                    DELETE FROM hook_event e USING (
                        SELECT account, event FROM hook_event WHERE taken AND received_at < :before
                        ORDER BY received_at LIMIT :most) AS old
                    WHERE e.account = old.account AND e.event = old.event\
                    """)
                .bind("before", receivedBefore)
                .bind("most", most)
                .execute();
    }

    /** Names records for a sync; one that is named already waits once, and is as new as its last naming. */
    void name(Tx tx, SyncId sync, Collection<Hint.OfRecord> records) {
        tx.handle()
                .createUpdate("""
                    INSERT INTO hint (sync_id, key, gone)
                    SELECT DISTINCT CAST(:sync AS uuid), key, gone
                    FROM unnest(CAST(:keys AS text[]), CAST(:gone AS boolean[])) AS h (key, gone)
                    ORDER BY key, gone
                    ON CONFLICT (sync_id, key, gone) DO UPDATE SET n = DEFAULT\
                    """)
                .bind("sync", sync.value())
                .bind("keys", records.stream().map(Hint.OfRecord::key).toArray(String[]::new))
                .bind("gone", records.stream().map(Hint.OfRecord::gone).toArray(Boolean[]::new))
                .execute();
    }

    /** The records named up to this hint, counted no further than {@code most}. */
    int waiting(Tx tx, SyncId sync, int most) {
        return tx.handle()
                .createQuery("SELECT count(*) FROM (SELECT FROM hint WHERE sync_id = :sync LIMIT :most) AS waiting")
                .bind("sync", sync.value())
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /** The number of the newest hint for a sync; 0 where there is none. */
    public long newest(Tx tx, SyncId sync) {
        return Direct.first(
                        tx,
                        "SELECT coalesce(max(n), 0) FROM hint WHERE sync_id = ?",
                        row -> row.getLong(1),
                        sync.value())
                .orElse(0L);
    }

    /** The oldest records named for a sync, up to this hint. */
    public List<Hinted> named(Tx tx, SyncId sync, boolean gone, long upTo, int most) {
        return tx.handle()
                .createQuery("""
                    SELECT key, n FROM hint WHERE sync_id = :sync AND gone = :gone AND n <= :upTo
                    ORDER BY n LIMIT :most\
                    """)
                .bind("sync", sync.value())
                .bind("gone", gone)
                .bind("upTo", upTo)
                .bind("most", most)
                .map((rs, ctx) -> new Hinted(rs.getString("key"), gone, rs.getLong("n")))
                .list();
    }

    /** What was named is looked after; what was named again since then stays. */
    public void done(Tx tx, SyncId sync, Collection<Hinted> named) {
        tx.handle()
                .createUpdate("""
                    DELETE FROM hint USING unnest(CAST(:keys AS text[]), CAST(:gone AS boolean[]), CAST(:n AS bigint[]))
                        AS h (key, gone, n)
                    WHERE hint.sync_id = :sync AND hint.key = h.key AND hint.gone = h.gone AND hint.n = h.n\
                    """)
                .bind("sync", sync.value())
                .bind("keys", named.stream().map(Hinted::key).toArray(String[]::new))
                .bind("gone", named.stream().map(Hinted::gone).toArray(Boolean[]::new))
                .bind("n", named.stream().map(Hinted::n).toArray(Long[]::new))
                .execute();
    }

    /** What was named up to then comes in by a reading of everything, or of all changes. */
    public void covered(Tx tx, SyncId sync, long upTo) {
        tx.handle()
                .createUpdate("DELETE FROM hint WHERE sync_id = :sync AND n <= :upTo")
                .bind("sync", sync.value())
                .bind("upTo", upTo)
                .execute();
    }

    /** A webhook says that this feed has news. */
    void asked(Tx tx, String account, String feed) {
        tx.handle()
                .createUpdate("""
                    INSERT INTO hook_feed (account, feed) VALUES (:account, :feed)
                    ON CONFLICT (account, feed) DO UPDATE SET asked = DEFAULT\
                    """)
                .bind("account", account)
                .bind("feed", feed)
                .execute();
    }

    /** The feeds of an account that have news. */
    public List<Feed> feeds(Tx tx, String account) {
        return Direct.list(
                tx,
                "SELECT feed, cursor_token, asked FROM hook_feed WHERE account = ? AND heard < asked ORDER BY feed",
                row -> new Feed(account, row.getString(1), Optional.ofNullable(row.getString(2)), row.getLong(3)),
                account);
    }

    /** What a feed told is stored, and its cursor moved with it, unless another has asked by the same cursor before. */
    public void told(Tx tx, Feed feed, HintFeed.News.Told told, Instant now) {
        int moved = tx.handle()
                .createUpdate("""
                    UPDATE hook_feed SET cursor_token = :next, heard = CASE WHEN :more THEN heard ELSE :asked END
                    WHERE account = :account AND feed = :feed AND cursor_token IS NOT DISTINCT FROM :cursor\
                    """)
                .bind("next", told.cursor())
                .bind("more", told.more())
                .bind("asked", feed.asked())
                .bind("account", feed.account())
                .bind("feed", feed.name())
                .bind("cursor", feed.cursor().orElse(null))
                .execute();
        if (moved == 1 && !told.hints().isEmpty()) {
            store(tx, feed.account(), told.hints(), now);
        }
    }

    /** There is nothing more to be had by this cursor; the next ping begins anew. */
    public void lost(Tx tx, Feed feed) {
        tx.handle()
                .createUpdate("""
                    UPDATE hook_feed SET cursor_token = NULL, heard = :asked
                    WHERE account = :account AND feed = :feed\
                    """)
                .bind("asked", feed.asked())
                .bind("account", feed.account())
                .bind("feed", feed.name())
                .execute();
    }

    void count(Tx tx, String account, Tally tally) {
        tx.handle()
                .createUpdate("""
                    INSERT INTO hook_tally AS t (account, received, repeated, refused, received_at, refused_at, refused_why)
                    VALUES (:account, :received, :repeated, :refused, :receivedAt, :refusedAt, :why)
                    ON CONFLICT (account) DO UPDATE SET received = t.received + excluded.received,
                        repeated = t.repeated + excluded.repeated, refused = t.refused + excluded.refused,
                        received_at = greatest(t.received_at, excluded.received_at),
                        refused_at = greatest(t.refused_at, excluded.refused_at),
                        refused_why = coalesce(excluded.refused_why, t.refused_why)\
                    """)
                .bind("account", account)
                .bind("received", tally.received())
                .bind("repeated", tally.repeated())
                .bind("refused", tally.refused())
                .bindByType("receivedAt", tally.receivedAt().orElse(null), Instant.class)
                .bindByType("refusedAt", tally.refusedAt().orElse(null), Instant.class)
                .bind("why", tally.refusedWhy().orElse(null))
                .execute();
    }

    /** What has come to each source's address since ever. */
    public List<Heed> heeded(Tx tx) {
        return tx.handle()
                .createQuery("SELECT * FROM hook_tally ORDER BY account")
                .map((rs, ctx) -> new Heed(
                        rs.getString("account"),
                        new Tally(
                                rs.getLong("received"),
                                rs.getLong("repeated"),
                                rs.getLong("refused"),
                                time(rs.getObject("received_at", OffsetDateTime.class)),
                                time(rs.getObject("refused_at", OffsetDateTime.class)),
                                Optional.ofNullable(rs.getString("refused_why")))))
                .list();
    }

    private static Optional<Instant> time(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
