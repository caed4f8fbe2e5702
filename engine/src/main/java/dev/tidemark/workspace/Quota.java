package dev.tidemark.workspace;

import dev.tidemark.connector.RateLimit;
import dev.tidemark.schedule.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an owner grants of an account's allowance (invariant 4).
 *
 * @param percent of each limit that the API has, 1 to 100
 * @param rates limits of the owner's own, which hold besides
 */
public record Quota(int percent, List<RateLimit> rates) {

    /** What an account has that says nothing: half. The other half is left to the people and programs it belongs to. */
    public static final Quota DEFAULT = new Quota(50, List.of());

    private static final Pattern SHARE = Pattern.compile("(\\d{1,3})%");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9}) per (\\S+)");

    public Quota {
        rates = List.copyOf(rates);
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a share is 1% to 100%: " + percent);
        }
    }

    /**
     * Reads {@code 25%}, {@code 1 per 3s}, or several of these that all hold. Rates without a share grant the API's own
     * limits whole: an owner who counts requests has decided.
     *
     * @throws IllegalArgumentException where a part is neither; the message is for the person who wrote it
     */
    public static Quota parse(List<String> parts) {
        int percent = 0;
        List<RateLimit> rates = new ArrayList<>();
        for (String part : parts) {
            Matcher share = SHARE.matcher(part);
            if (!share.matches()) {
                rates.add(rate(part));
            } else if (percent != 0) {
                throw new IllegalArgumentException("a quota has one share, this has two");
            } else {
                percent = Integer.parseInt(share.group(1));
                if (percent < 1 || percent > 100) {
                    throw new IllegalArgumentException("a share is 1% to 100%, not " + part);
                }
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a quota grants something");
        }
        return new Quota(percent == 0 ? 100 : percent, rates);
    }

    /** The limits to keep, where the API has these. */
    public List<RateLimit> within(List<RateLimit> api) {
        List<RateLimit> granted = new ArrayList<>();
        api.forEach(limit -> granted.add(shareOf(limit)));
        granted.addAll(rates);
        return granted;
    }

    /** A share of less than one request is one request in a longer window, so that slow APIs are still asked. */
    private RateLimit shareOf(RateLimit limit) {
        long share = Math.multiplyExact(limit.requests(), (long) percent) / 100;
        if (share >= 1) {
            return new RateLimit(share, limit.per());
        }
        Duration longer = limit.per().multipliedBy(100).dividedBy(limit.requests() * percent);
        return new RateLimit(1, longer.plusNanos(1));
    }

    private static RateLimit rate(String text) {
        Matcher rate = RATE.matcher(text);
        Duration per = rate.matches() ? Span.parse(rate.group(2)).orElse(Duration.ZERO) : Duration.ZERO;
        if (per.isZero() || Long.parseLong(rate.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is no share and no rate");
        }
        return new RateLimit(Long.parseLong(rate.group(1)), per);
    }
}
