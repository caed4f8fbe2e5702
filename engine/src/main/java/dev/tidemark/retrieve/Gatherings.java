package dev.tidemark.retrieve;

import dev.tidemark.access.Account;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the retrievals of one process meet that may ask in one request, those of each account by themselves. Holds nothing
 * that is durable: what is lost with the process is asked again. Safe for use by many threads.
 */
public final class Gatherings {

    private final ReentrantLock lock = new ReentrantLock();

    /** By all that a request is made of: a changed setting or secret makes it another account. */
    private final Map<Account, Gathering> byAccount = new HashMap<>();

    /** A place for one retrieval, kept until it {@linkplain Gathering.Seat#leave leaves}. */
    Gathering.Seat join(Account account) {
        lock.lock();
        try {
            return byAccount
                    .computeIfAbsent(account, a -> new Gathering(lock, () -> byAccount.remove(a)))
                    .join();
        } finally {
            lock.unlock();
        }
    }
}
