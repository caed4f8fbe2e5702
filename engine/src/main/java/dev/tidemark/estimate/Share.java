package dev.tidemark.estimate;

import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Size;
import dev.tidemark.quota.Outlook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the backfills of one account take together: they share its quota.
 *
 * @param requests of all; at least so many where one is unknown
 * @param time until the last is sent, at what is granted; empty where nothing is limited, and then the API's own speed decides
 */
public record Share(Amount requests, Optional<Duration> time) {

    /** Without anything else to ask, and as fast as the quota grants. */
    public static Share of(List<Size> sizes, Outlook outlook) {
        Amount all = sizes.stream().map(Size::requests).reduce(Amount.exactly(0), Amount::plus);
        return new Share(all, outlook.until(all.number()));
    }
}
