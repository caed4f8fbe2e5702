package dev.tidemark.sandbox.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Posts webhooks, each on a virtual thread of its own: they overtake one another. What is not answered with 2xx is sent
 * again after each pause, signed anew, and then given up.
 */
public final class WebhookSender implements AutoCloseable {
    /** Makes the headers of one attempt. */
    @FunctionalInterface
    public interface Signer {
        /** @return with Content-Type and the signature; not with Host or Content-Length */
        Map<String, String> sign(URI to, byte[] body);
    }

    /**
     * One attempt that ended.
     *
     * @param attempt 1 for the first
     * @param status what was answered; 0 when nothing was
     */
    public record Attempt(URI to, int attempt, int status) {
        public boolean arrived() {
            return status >= 200 && status < 300;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<Duration> pauses;
    private final List<Attempt> attempts = new ArrayList<>();
    private int underWay;

    /** @param pauses before each further attempt; none: one attempt only */
    public WebhookSender(List<Duration> pauses) {
        this.pauses = List.copyOf(pauses);
    }

    /** Begins to send, and returns at once. */
    public void send(URI to, byte[] body, Signer signer) {
        count(1);
        Thread.ofVirtual().name("sandbox-webhook").start(() -> {
            try {
                deliver(to, body, signer);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } finally {
                count(-1);
            }
        });
    }

    private void deliver(URI to, byte[] body, Signer signer) throws InterruptedException {
        for (int number = 1; number <= pauses.size() + 1; number++) {
            if (number > 1) {
                Thread.sleep(pauses.get(number - 2));
            }
            var attempt = new Attempt(to, number, post(to, body, signer));
            lock.lock();
            try {
                attempts.add(attempt);
            } finally {
                lock.unlock();
            }
            if (attempt.arrived()) {
                return;
            }
        }
    }

    private int post(URI to, byte[] body, Signer signer) throws InterruptedException {
        var request = HttpRequest.newBuilder(to).timeout(PATIENCE).POST(BodyPublishers.ofByteArray(body));
        signer.sign(to, body).forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException unreachable) {
            return 0;
        }
    }

    private void count(int by) {
        lock.lock();
        try {
            underWay += by;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every attempt that ended, in the order of their ends. */
    public List<Attempt> attempts() {
        lock.lock();
        try {
            return List.copyOf(attempts);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is under way; false when that took too long. */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (underWay > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
