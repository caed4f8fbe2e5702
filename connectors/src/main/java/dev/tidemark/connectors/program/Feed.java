package dev.tidemark.connectors.program;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * One page between the thread that hears the program and the one that hands out pages. A full page keeps the program waiting:
 * no more than this page and a line is ever held here.
 */
final class Feed {

    /** How a program ended, or that it did not. */
    sealed interface End {
        /** @param code its exit code */
        record Exited(int code) implements End {}

        /** It said something that it must not. */
        record Misspoke(String what) implements End {}
    }

    /**
     * A page.
     *
     * @param body {@code {"records": […]}}
     * @param state the last that was said up to its end; empty where none was since the program began
     * @param end where the program has ended, and this is the rest
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on and not compared
    record Taken(
            byte[] body,
            long records,
            Optional<String> state,
            Optional<End> end,
            Optional<Message.Trouble> trouble,
            OptionalLong expected,
            List<JsonNode> settings) {}

    private final Bounds bounds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ByteArrayOutputStream body = begun();
    private long records;
    private long firstAt;
    private boolean hasNewState;
    private Optional<String> state = Optional.empty();
    private Optional<End> end = Optional.empty();
    private Optional<Message.Trouble> trouble = Optional.empty();
    private OptionalLong expected = OptionalLong.empty();
    private List<JsonNode> settings = new ArrayList<>();
    private boolean isClosed;

    /**
     * When a page is ripe.
     *
     * @param mostRecords that it may have; a program waits at this
     * @param mostBytes the same for its length
     * @param enough records after which a state ends it
     * @param longest time after which it is handed out as it is
     */
    record Bounds(long mostRecords, long mostBytes, long enough, Duration longest) {
        static final Bounds USUAL = new Bounds(20_000, 4 << 20, 1_000, Duration.ofSeconds(2));
    }

    Feed(Bounds bounds) {
        this.bounds = bounds;
    }

    private static ByteArrayOutputStream begun() {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 12);
        body.writeBytes("{\"records\":[".getBytes(StandardCharsets.UTF_8));
        return body;
    }

    /** Waits while the page is full. */
    void record(byte[] object) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isFull() && !isClosed) {
                changed.await();
            }
            if (isClosed) {
                return;
            }
            if (records++ == 0) {
                firstAt = System.nanoTime();
            } else {
                body.write(',');
            }
            body.writeBytes(object);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return records >= bounds.mostRecords || body.size() >= bounds.mostBytes;
    }

    /** Comes after the records before it: one thread says both. */
    void state(String text) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            state = Optional.of(text);
            hasNewState = true;
            if (records == 0) {
                firstAt = System.nanoTime();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void settings(JsonNode config) {
        change(() -> settings.add(config));
    }

    void expected(long rows) {
        change(() -> expected = OptionalLong.of(rows));
    }

    /** The first counts: what follows it is mostly its echo. */
    void trouble(Message.Trouble what) {
        change(() -> trouble = trouble.isPresent() ? trouble : Optional.of(what));
    }

    void end(End how) {
        change(() -> end = Optional.of(how));
    }

    /** Nobody takes pages any more. */
    void close() {
        change(() -> isClosed = true);
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The page once it is ripe; empty where it is not within this time. */
    Optional<Taken> take(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isRipe()) {
                long left = Math.min(deadline - System.nanoTime(), untilRipe());
                if (deadline - System.nanoTime() <= 0) {
                    return Optional.empty();
                }
                if (left > 0) {
                    changed.await(left, TimeUnit.NANOSECONDS);
                }
            }
            body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
            Taken taken = new Taken(body.toByteArray(), records, state, end, trouble, expected, List.copyOf(settings));
            body = begun();
            records = 0;
            hasNewState = false;
            settings = new ArrayList<>();
            changed.signalAll();
            return Optional.of(taken);
        } finally {
            lock.unlock();
        }
    }

    private boolean isRipe() {
        return end.isPresent() || isFull() || (hasNewState && records >= bounds.enough) || untilRipe() <= 0;
    }

    private long untilRipe() {
        boolean isEmpty = records == 0 && !hasNewState;
        return isEmpty ? Long.MAX_VALUE : firstAt + bounds.longest.toNanos() - System.nanoTime();
    }
}
