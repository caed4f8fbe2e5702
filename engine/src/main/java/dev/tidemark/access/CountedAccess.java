package dev.tidemark.access;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * An account as one piece of work sees it. Every request, a sign-in's too, takes a permit of the account's quota before it
 * is sent (invariant 4). For one thread.
 */
public final class CountedAccess implements Access, Http {

    private final Account account;
    private int reserved;
    private Optional<Instant> deadline = Optional.empty();
    private long sent;

    CountedAccess(Account account) {
        this.account = account;
    }

    /**
     * Takes the permits for the next requests in advance, so that work that must be announced first is announced only when it
     * can be done. Where there are some and not all, those are kept for the next try: a quota that spaces requests never
     * grants two at once.
     *
     * @throws NotNow where one is lacking
     */
    public void reserve(int requests) {
        while (reserved < requests) {
            take();
            reserved++;
        }
    }

    /**
     * From now on all requests together may take so long: each is given no more than what is left, and one for which nothing
     * is left is not sent.
     */
    public void within(Duration all) {
        deadline = Optional.of(account.clock().instant().plus(all));
    }

    @Override
    public HttpAnswer send(HttpRequest request) throws HttpFailed {
        return account.transport().send(inTime(request), this::count);
    }

    private HttpRequest inTime(HttpRequest request) throws HttpFailed {
        if (deadline.isEmpty()) {
            return request;
        }
        Duration left = Duration.between(account.clock().instant(), deadline.get());
        if (!left.isPositive()) {
            throw new HttpFailed(request + " was not sent: the time for it is over", false);
        }
        return left.compareTo(request.timeout()) < 0 ? request.timeout(left) : request;
    }

    private void count() {
        if (reserved > 0) {
            reserved--;
        } else {
            take();
        }
        sent++;
    }

    private void take() {
        Optional<Duration> wait = account.quota().take(account.id(), account.allowance());
        if (wait.isPresent()) {
            throw new NotNow(wait.get());
        }
    }

    /** Requests sent since the last call of this. */
    public long takeSent() {
        long count = sent;
        sent = 0;
        return count;
    }

    @Override
    public Settings settings() {
        return account.settings();
    }

    @Override
    public Secrets secrets() {
        return account.secrets();
    }

    @Override
    public Http http() {
        return this;
    }

    @Override
    public InstantSource clock() {
        return account.clock();
    }
}
