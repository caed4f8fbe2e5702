package dev.tidemark.hook;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.store.Store;
import dev.tidemark.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes webhooks in: checked, and stored in one statement before they are answered, so that what was answered well is not
 * lost. Nothing else is done for one, whatever it says. Safe for use by many threads.
 */
public final class Inbox {

    /** What a webhook is answered, in the words of HTTP. */
    public enum Reply {
        /** It is stored, or was, or there is nothing to store. */
        TAKEN(200),
        /** The vendor's, but not to be read. */
        UNREADABLE(400),
        /** Not the vendor's. */
        FORGED(401),
        UNKNOWN(404),
        /** Nothing was stored; the vendor may send it again. */
        LATER(503);

        private final int status;

        Reply(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Store store;
    private final InstantSource clock;
    private final Function<String, Optional<HookedSource>> sources;
    private final Runnable wake;
    private final JdbcHooks hooks = new JdbcHooks();
    private final Map<String, Tally> uncounted = new HashMap<>();

    /**
     * @param sources the sources that take webhooks, by {@link dev.tidemark.access.Account#id}
     * @param wake told when something new is stored
     */
    public Inbox(Store store, InstantSource clock, Function<String, Optional<HookedSource>> sources, Runnable wake) {
        this.store = store;
        this.clock = clock;
        this.sources = sources;
        this.wake = wake;
    }

    /** Whether there is such a source; asked before a body is read. */
    public boolean knows(String account) {
        return sources.apply(account).isPresent();
    }

    /** Where the vendor reaches this source, as the workspace file says. */
    Optional<String> publicUrl(String account) {
        return sources.apply(account).flatMap(s -> s.account().settings().find(Hooked.URL));
    }

    /** @param account to whose address it was sent, as {@link dev.tidemark.access.Account#id} */
    public Reply hear(String account, HookRequest request) {
        Optional<HookedSource> source = sources.apply(account);
        return source.isEmpty() ? Reply.UNKNOWN : hear(source.get(), request);
    }

    private Reply hear(HookedSource source, HookRequest request) {
        Instant now = clock.instant();
        String account = source.account().id();
        Duration window = source.connector().window();
        try {
            Heard heard = source.connector()
                    .hear(source.account().settings(), source.account().secrets(), request);
            return switch (heard) {
                case Heard.Refused refused -> refuse(Reply.FORGED, account, refused.why(), now);
                case Heard.Hints hints
                when hints.signedAt().filter(at -> isFar(at, now, window)).isPresent() ->
                    refuse(
                            Reply.FORGED,
                            account,
                            "it was signed more than " + window.toMinutes()
                                    + " minutes from now: an old one sent again," + " or a clock that is wrong",
                            now);
                case Heard.Hints hints -> take(account, hints, now);
            };
        } catch (BadPage e) {
            return refuse(Reply.UNREADABLE, account, "it is signed, but cannot be read", now);
        } catch (ConnectorException e) {
            // Such as a secret whose file cannot be read: the vendor may try again when somebody has looked.
            return refuse(Reply.LATER, account, String.valueOf(e.getMessage()), now);
        } catch (StoreUnavailable e) {
            return Reply.LATER;
        }
    }

    private static boolean isFar(Instant signed, Instant now, Duration window) {
        return signed.isBefore(now.minus(window)) || signed.isAfter(now.plus(window));
    }

    private Reply take(String account, Heard.Hints heard, Instant now) {
        int fresh =
                heard.hints().isEmpty() ? 0 : store.inTransaction(tx -> hooks.store(tx, account, heard.hints(), now));
        count(account, tally -> tally.heard(now, fresh > 0 || heard.hints().isEmpty()));
        if (fresh > 0) {
            wake.run();
        }
        return Reply.TAKEN;
    }

    /** Counts one that was turned away before anybody looked into it. */
    void turnedAway(String account, String why) {
        count(account, tally -> tally.refused(clock.instant(), why));
    }

    private Reply refuse(Reply reply, String account, String why, Instant now) {
        count(account, tally -> tally.refused(now, why));
        return reply;
    }

    private void count(String account, Function<Tally, Tally> change) {
        synchronized (uncounted) {
            uncounted.put(account, change.apply(uncounted.getOrDefault(account, Tally.NONE)));
        }
    }

    /** Writes down the counts, now and then: a flood of forged ones writes no more than a few. */
    void writeCounts() {
        Map<String, Tally> counts;
        synchronized (uncounted) {
            if (uncounted.isEmpty()) {
                return;
            }
            counts = Map.copyOf(uncounted);
            uncounted.clear();
        }
        store.run(tx -> counts.forEach((account, tally) -> hooks.count(tx, account, tally)));
    }
}
