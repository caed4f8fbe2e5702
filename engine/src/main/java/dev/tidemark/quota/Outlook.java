package dev.tidemark.quota;

import dev.tidemark.connector.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long requests take at what is granted, if an account sends nothing else and its API answers at once.
 *
 * @param granted the windows to keep; empty where nothing is limited
 * @param spentInDay requests that were sent in the last 24 hours
 */
public record Outlook(List<RateLimit> granted, long spentInDay) {

    private static final Duration DAY = Duration.ofDays(1);

    public Outlook {
        granted = List.copyOf(granted);
    }

    /** @param known what the quota knows of the account; empty where it was never asked */
    public static Outlook of(Allowance allowance, Optional<JdbcQuota.Status> known) {
        long told = known.flatMap(JdbcQuota.Status::apiSays)
                .map(usage -> usage.allowed())
                .orElse(0L);
        return new Outlook(
                allowance.granted(told), known.map(JdbcQuota.Status::spentInDay).orElse(0L));
    }

    /**
     * Until the last of so many is sent, by the slowest window. Requests of the last day count as sent just now, so that a
     * window of a day opens no sooner than is said. Empty where nothing is limited.
     */
    public Optional<Duration> until(long requests) {
        if (granted.isEmpty()) {
            return Optional.empty();
        }
        if (requests < 1) {
            return Optional.of(Duration.ZERO);
        }
        Duration longest = Allowance.spacing(granted).multipliedBy(requests - 1);
        for (RateLimit limit : granted) {
            if (!Allowance.isShort(limit)) {
                long spent = limit.per().compareTo(DAY) >= 0 ? spentInDay : 0;
                Duration time = limit.per().multipliedBy((spent + requests - 1) / limit.requests());
                longest = time.compareTo(longest) > 0 ? time : longest;
            }
        }
        return Optional.of(longest);
    }
}
