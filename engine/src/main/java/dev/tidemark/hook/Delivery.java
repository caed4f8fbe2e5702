package dev.tidemark.hook;

import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.Hint;
import dev.tidemark.connector.ReadsByKey;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.store.Store;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.Sync;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Turns what webhooks told into what syncs look for: named records, or all changes. One transaction takes the events and hints
 * the syncs, so a crash leaves either; all that waits for a sync becomes one job of it.
 */
public final class Delivery {

    private static final int BATCH = 2_000;

    /** Where it would take more requests than this to ask for the named records, all changes are asked for instead. */
    private static final int MOST_REQUESTS = 20;

    /** How long an event is known when it comes again: longer than any of the vendors goes on sending one. */
    private static final Duration KNOWN = Duration.ofDays(4);

    private static final Duration COUNTED_EVERY = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN_EVERY = Duration.ofMinutes(10);

    private final Store store;
    private final InstantSource clock;
    private final Supplier<Collection<Sync>> syncs;
    private final Inbox inbox;
    private final JdbcHooks hooks = new JdbcHooks();
    private final JdbcSyncs rows = new JdbcSyncs();
    private final JdbcCheckpoints checkpoints = new JdbcCheckpoints();
    private Instant counted = Instant.MIN;
    private Instant forgotten = Instant.MIN;

    /** @param syncs those that are to be kept going, by now */
    public Delivery(Store store, InstantSource clock, Supplier<Collection<Sync>> syncs, Inbox inbox) {
        this.store = store;
        this.clock = clock;
        this.syncs = syncs;
        this.inbox = inbox;
    }

    /** Delivers all that waits. */
    public void tick() {
        Instant now = clock.instant();
        int taken;
        do {
            taken = store.inTransaction(tx -> deliver(tx, now));
        } while (taken == BATCH);
        if (now.isAfter(counted.plus(COUNTED_EVERY))) {
            inbox.writeCounts();
            counted = now;
        }
        if (now.isAfter(forgotten.plus(FORGOTTEN_EVERY))) {
            int old = store.inTransaction(tx -> hooks.forget(tx, now.minus(KNOWN), BATCH));
            forgotten = old == BATCH ? forgotten : now;
        }
    }

    private int deliver(Tx tx, Instant now) {
        List<JdbcHooks.Event> events = hooks.take(tx, BATCH);
        if (!events.isEmpty()) {
            Map<String, List<Hint>> byAccount = new LinkedHashMap<>();
            events.forEach(e -> byAccount
                    .computeIfAbsent(e.account(), a -> new ArrayList<>())
                    .add(e.hint()));
            byAccount.forEach((account, hints) -> deliver(tx, account, hints, now));
        }
        return events.size();
    }

    private void deliver(Tx tx, String account, List<Hint> hints, Instant now) {
        List<Inbound> its = syncs.get().stream()
                .filter(Inbound.class::isInstance)
                .map(Inbound.class::cast)
                .filter(sync -> sync.from().id().equals(account))
                .sorted(Comparator.comparing(sync -> sync.id().value())) // as all that hint them do
                .toList();
        List<String> feeds = hints.stream()
                .filter(Hint.OfFeed.class::isInstance)
                .map(hint -> ((Hint.OfFeed) hint).feed())
                .distinct()
                .sorted()
                .toList();
        if (!feeds.isEmpty()) {
            feeds.forEach(feed -> hooks.asked(tx, account, feed));
            rows.hintOne(tx, its.stream().map(Inbound::id).toList(), now);
        }
        its.forEach(sync -> deliver(tx, sync, hints, now));
    }

    private void deliver(Tx tx, Inbound sync, List<Hint> hints, Instant now) {
        List<Hint.OfRecord> records = new ArrayList<>();
        boolean pass = false;
        for (Hint hint : hints) {
            switch (hint) {
                case Hint.OfRecord record
                when record.stream().equals(sync.streamName()) -> {
                    if (most(sync, record.gone()) > 0) {
                        records.add(record);
                    } else {
                        pass = true;
                    }
                }
                case Hint.OfStream stream -> pass |= stream.stream().equals(sync.streamName());
                default -> {}
            }
        }
        pass = pass && asksForChanges(tx, sync);
        if ((pass || !records.isEmpty()) && rows.hint(tx, sync.id(), pass, now) && !records.isEmpty()) {
            name(tx, sync, records, now);
        }
    }

    private void name(Tx tx, Inbound sync, List<Hint.OfRecord> records, Instant now) {
        hooks.name(tx, sync.id(), records);
        int tooMany = MOST_REQUESTS * Math.max(1, most(sync, false));
        if (hooks.waiting(tx, sync.id(), tooMany + 1) > tooMany && asksForChanges(tx, sync)) {
            hooks.covered(tx, sync.id(), Long.MAX_VALUE);
            rows.hint(tx, sync.id(), true, now);
        }
    }

    private static int most(Inbound sync, boolean gone) {
        return sync.source() instanceof ReadsByKey source ? source.mostKeys(sync.streamName(), gone) : 0;
    }

    /** Where there is no asking for changes alone, each hint would read everything: that is left to the schedule. */
    private boolean asksForChanges(Tx tx, Inbound sync) {
        return !sync.everything()
                && checkpoints
                        .described(tx, sync.id())
                        .filter(d -> d.stream().cursor() != CursorKind.NONE)
                        .isPresent();
    }
}
