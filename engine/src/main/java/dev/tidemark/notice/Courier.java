package dev.tidemark.notice;

import dev.tidemark.event.Event;
import dev.tidemark.event.JdbcEvents;
import dev.tidemark.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to people, from the store: first who is to hear of one is written down, then each is told in its turn, and that it
 * was is written down after. So nothing is lost by a crash or by a channel that is away; after a crash between the two it is told
 * twice, under the same id.
 */
public final class Courier {

    private static final int BATCH = 100;

    /** Longer than any channel takes: after that somebody else may try. */
    static final Duration HELD = Duration.ofMinutes(5);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Store store;
    private final InstantSource clock;
    private final JdbcEvents events = new JdbcEvents();
    private final JdbcOutbox outbox = new JdbcOutbox();
    private volatile Map<String, Map<String, Channel>> channels = Map.of();

    public Courier(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** From now on these, by workspace and name. */
    public void channels(Map<String, Map<String, Channel>> byWorkspace) {
        channels = Map.copyOf(byWorkspace);
    }

    /** Does all that there is to do now. */
    public void step() {
        while (route()) {
            // There may be more.
        }
        while (deliver()) {
            // The next one.
        }
    }

    /** Answers whether there may be more. */
    private boolean route() {
        Instant now = clock.instant();
        return store.inTransaction(tx -> {
            List<Event> fresh = events.unrouted(tx, BATCH);
            for (Event event : fresh) {
                if (event.kind() == Event.Kind.SOURCE_BACKFILLED) {
                    channels.getOrDefault(event.workspace(), Map.of())
                            .keySet()
                            .forEach(channel -> outbox.put(tx, event, channel, now));
                }
                events.routed(tx, event, now);
            }
            boolean mayComplete = fresh.stream().anyMatch(e -> e.kind() == Event.Kind.SYNC_BACKFILLED);
            int completed = mayComplete ? events.sourcesBackfilled(tx) : 0;
            return completed > 0 || fresh.size() == BATCH;
        });
    }

    /** Tells one; answers whether there was one. */
    private boolean deliver() {
        Instant now = clock.instant();
        Optional<Delivery> taken = store.inTransaction(tx -> outbox.take(tx, now, now.plus(HELD)));
        if (taken.isEmpty()) {
            return false;
        }
        Delivery delivery = taken.get();
        Optional<Channel> channel = Optional.ofNullable(
                channels.getOrDefault(delivery.workspace(), Map.of()).get(delivery.channel()));
        if (channel.isEmpty()) {
            store.run(tx -> outbox.failed(
                    tx, delivery, Delivery.State.GIVEN_UP, "the workspace file has no such channel any more", now));
            return true;
        }
        Event event =
                store.inTransaction(tx -> events.find(tx, delivery.event())).orElseThrow();
        try {
            String note = channel.get().send(Telling.of(event));
            store.run(tx -> outbox.sent(tx, delivery, note, clock.instant()));
        } catch (Undelivered e) {
            failed(delivery, String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void failed(Delivery delivery, String why) {
        LOG.warn("{} of {} could not be told of an event: {}", delivery.channel(), delivery.workspace(), why);
        Instant now = clock.instant();
        store.run(tx -> {
            boolean over = outbox.putAt(tx, delivery).plus(GIVEN_UP_AFTER).isBefore(now);
            outbox.failed(
                    tx,
                    delivery,
                    over ? Delivery.State.GIVEN_UP : Delivery.State.WAITING,
                    why,
                    now.plus(wait(delivery.attempts())));
        });
    }

    static Duration wait(int attempts) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.clamp(attempts - 1, 0, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
