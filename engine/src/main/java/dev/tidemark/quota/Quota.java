package dev.tidemark.quota;

import dev.tidemark.connector.Limits;
import java.time.Duration;
import java.util.Optional;

/** What may still be sent to an API, per account, counted over all workers on all machines (invariant 4). */
public interface Quota {

    /** Takes one request; empty where it is granted, else how long to wait before asking again. */
    Optional<Duration> take(String account, Allowance allowance);

    /**
     * How far apart requests must be to last for ever, in its slowest window; zero without limits. A sync that never rests
     * is held to it, or it would spend a day's requests in its first hour.
     */
    Duration pace(String account, Allowance allowance);

    /** The API asked for patience: nothing is granted to the account before this much time has passed. */
    void pause(String account, Duration atLeast, String why);

    /** What the API's headers said. */
    void seen(String account, Limits limits);
}
