package dev.tidemark.store;

import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

/** A store of its own for one test, with a clock that moves only when told to. */
public final class TestStore implements InstantSource, AutoCloseable {

    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final JdbcStore store;
    private final Ids ids;
    private Instant now = START;

    public TestStore() {
        ConnectionInfo database = TestPostgres.freshDatabase();
        store = JdbcStore.open(database.jdbcUrl(), database.user(), database.password());
        ids = Ids.timeOrdered(this, new Random(7));
    }

    public Store store() {
        return store;
    }

    public Ids ids() {
        return ids;
    }

    public UUID id() {
        return ids.next();
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void close() {
        store.close();
    }
}
