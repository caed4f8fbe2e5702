package dev.tidemark.quota;

import dev.tidemark.connector.Limits;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.store.Store;
import dev.tidemark.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Quotas in the store. Short windows are kept by the spacing of requests, long ones by a ledger of what was spent in each
 * minute, of which every minute that a window touches counts in full. An account without any limit is only counted: whether
 * it is paused is looked up a few times a second, and its count is written then.
 */
public final class JdbcQuota implements Quota {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Store store;
    private final InstantSource clock;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    /** The last look at an account without limits, at which it was not paused, and the requests that it had since. */
    private record Look(Instant at, int since) {}

    public JdbcQuota(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private record State(Instant nextAt, Instant pausedUntil, long apiAllowed) {}

    /**
     * What is known of an account, for people.
     *
     * @param grantedInDay requests in a day that its owner grants; empty where no window is a day long
     * @param apiSays what the API counts of all who call it
     */
    public record Status(
            String account,
            long spentInDay,
            OptionalLong grantedInDay,
            Optional<Instant> pausedUntil,
            String pausedWhy,
            Optional<Limits.Usage> apiSays) {}

    @Override
    public Optional<Duration> take(String account, Allowance allowance) {
        Instant now = clock.instant();
        if (!allowance.isUnlimited()) {
            return store.inTransaction(tx -> take(tx, account, allowance, 1, now));
        }
        Look look = looks.computeIfPresent(account, (_, l) -> new Look(l.at, l.since + 1));
        if (look != null && !now.isBefore(look.at) && now.isBefore(look.at.plus(LOOK_AGAIN))) {
            return Optional.empty();
        }
        looks.remove(account);
        int requests = look == null ? 1 : look.since;
        Optional<Duration> wait = store.inTransaction(tx -> take(tx, account, allowance, requests, now));
        if (wait.isEmpty()) {
            looks.put(account, new Look(now, 0));
        }
        return wait;
    }

    private static Optional<Duration> take(Tx tx, String account, Allowance allowance, int requests, Instant now) {
        State state = lock(tx, account);
        List<RateLimit> granted = allowance.granted(state.apiAllowed);
        Instant nextAt = state.nextAt;
        Instant furthest = now.plus(Allowance.spacing(granted));
        if (nextAt.isAfter(furthest)) { // the clock went back, or the owner grants more by now
            nextAt = furthest;
            spacedUntil(tx, account, nextAt);
        }
        Instant earliest = nextAt.isAfter(state.pausedUntil) ? nextAt : state.pausedUntil;
        if (earliest.isAfter(now)) {
            return Optional.of(Duration.between(now, earliest));
        }
        for (RateLimit limit : granted) {
            if (!Allowance.isShort(limit)) {
                Optional<Duration> wait = windowFull(tx, account, limit, now);
                if (wait.isPresent()) {
                    return wait;
                }
            }
        }
        spend(tx, account, requests, now, granted);
        return Optional.empty();
    }

    private static State lock(Tx tx, String account) {
        return tx.handle()
                .createQuery("""
                        INSERT INTO quota (account) VALUES (:account)
                        ON CONFLICT (account) DO UPDATE SET account = excluded.account
                        RETURNING next_at, paused_until, coalesce(api_allowed, 0) AS allowed""")
                .bind("account", account)
                .map((rs, ctx) -> new State(
                        time(rs.getObject("next_at", OffsetDateTime.class)),
                        time(rs.getObject("paused_until", OffsetDateTime.class)),
                        rs.getLong("allowed")))
                .one();
    }

    private static Instant time(OffsetDateTime at) {
        return at.equals(OffsetDateTime.MIN) ? Instant.EPOCH : at.toInstant();
    }

    private static Optional<Duration> windowFull(Tx tx, String account, RateLimit limit, Instant now) {
        Instant from = now.minus(limit.per()).minus(1, ChronoUnit.MINUTES);
        record Spent(long requests, Instant oldest) {}
        Spent spent = tx.handle()
                .createQuery("""
                        SELECT coalesce(sum(requests), 0) AS requests, coalesce(min(slot), :now) AS oldest
                        FROM quota_spent WHERE account = :account AND slot > :from""")
                .bind("account", account)
                .bind("from", from)
                .bind("now", now)
                .map((rs, ctx) -> new Spent(
                        rs.getLong("requests"),
                        rs.getObject("oldest", OffsetDateTime.class).toInstant()))
                .one();
        if (spent.requests < limit.requests()) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(from, spent.oldest).plusMillis(1));
    }

    private static void spacedUntil(Tx tx, String account, Instant next) {
        tx.handle()
                .createUpdate("UPDATE quota SET next_at = :next WHERE account = :account")
                .bind("next", next)
                .bind("account", account)
                .execute();
    }

    private static void spend(Tx tx, String account, int requests, Instant now, List<RateLimit> granted) {
        tx.handle()
                .createUpdate("UPDATE quota SET next_at = :next, granted_day = :day WHERE account = :account")
                .bind("next", now.plus(Allowance.spacing(granted)))
                .bindByType("day", day(granted), Long.class)
                .bind("account", account)
                .execute();
        int fresh = tx.handle()
                .createQuery("""
                        INSERT INTO quota_spent (account, slot, requests) VALUES (:account, :slot, :requests)
                        ON CONFLICT (account, slot) DO UPDATE
                        SET requests = quota_spent.requests + excluded.requests
                        RETURNING requests""")
                .bind("requests", requests)
                .bind("account", account)
                .bind("slot", now.truncatedTo(ChronoUnit.MINUTES))
                .mapTo(Integer.class)
                .one();
        if (fresh == requests) {
            tx.handle()
                    .createUpdate("DELETE FROM quota_spent WHERE account = :account AND slot < :old")
                    .bind("account", account)
                    .bind("old", now.minus(longest(granted)).minus(2, ChronoUnit.MINUTES))
                    .execute();
        }
    }

    private static @Nullable Long day(List<RateLimit> granted) {
        return granted.stream()
                .filter(limit -> limit.per().equals(Duration.ofDays(1)))
                .map(RateLimit::requests)
                .min(Long::compareTo)
                .orElse(null);
    }

    private static Duration longest(List<RateLimit> granted) {
        return granted.stream()
                .map(RateLimit::per)
                .max(Duration::compareTo)
                .filter(d -> d.compareTo(Duration.ofDays(1)) > 0)
                .orElse(Duration.ofDays(1));
    }

    @Override
    public Duration pace(String account, Allowance allowance) {
        long apiAllowed = store.inTransaction(tx -> tx.handle()
                .createQuery("SELECT coalesce(api_allowed, 0) FROM quota WHERE account = :account")
                .bind("account", account)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
        return Allowance.pace(allowance.granted(apiAllowed));
    }

    @Override
    public void pause(String account, Duration atLeast, String why) {
        looks.remove(account);
        Instant until = clock.instant().plus(atLeast);
        store.run(tx -> tx.handle()
                .createUpdate("""
                        INSERT INTO quota (account, paused_until, paused_why) VALUES (:account, :until, :why)
                        ON CONFLICT (account) DO UPDATE
                        SET paused_until = greatest(quota.paused_until, excluded.paused_until),
                            paused_why = excluded.paused_why""")
                .bind("account", account)
                .bind("until", until)
                .bind("why", why)
                .execute());
    }

    @Override
    public void seen(String account, Limits limits) {
        limits.usage().filter(u -> u.per().equals(Duration.ofDays(1))).ifPresent(usage -> {
            Instant now = clock.instant();
            store.run(tx -> tx.handle()
                    .createUpdate("""
                            INSERT INTO quota (account, api_used, api_allowed, api_seen_at)
                            VALUES (:account, :used, :allowed, :now)
                            ON CONFLICT (account) DO UPDATE SET api_used = excluded.api_used,
                                api_allowed = excluded.api_allowed, api_seen_at = excluded.api_seen_at""")
                    .bind("account", account)
                    .bind("used", usage.used())
                    .bind("allowed", usage.allowed())
                    .bind("now", now)
                    .execute());
        });
    }

    /** Every account that has spent or been told something. */
    public List<Status> statuses(Tx tx) {
        Instant now = clock.instant();
        return tx.handle()
                .createQuery("""
                        SELECT q.*, (SELECT coalesce(sum(requests), 0) FROM quota_spent s
                                     WHERE s.account = q.account AND s.slot > :from) AS spent
                        FROM quota q ORDER BY account""")
                .bind("from", now.minus(Duration.ofDays(1)))
                .map((rs, ctx) -> {
                    Instant paused = time(rs.getObject("paused_until", OffsetDateTime.class));
                    long allowed = rs.getLong("api_allowed");
                    boolean told = !rs.wasNull();
                    return new Status(
                            rs.getString("account"),
                            rs.getLong("spent"),
                            granted(rs),
                            paused.isAfter(now) ? Optional.of(paused) : Optional.empty(),
                            rs.getString("paused_why"),
                            told
                                    ? Optional.of(new Limits.Usage(rs.getLong("api_used"), allowed, Duration.ofDays(1)))
                                    : Optional.empty());
                })
                .list();
    }

    private static OptionalLong granted(ResultSet rs) throws SQLException {
        long day = rs.getLong("granted_day");
        return rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(day);
    }
}
