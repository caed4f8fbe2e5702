package dev.tidemark.quota;

import dev.tidemark.connector.Limits;
import java.time.Duration;
import java.util.Optional;

/** Grants whatever it is asked for. */
public class Unlimited implements Quota {

    @Override
    public Optional<Duration> take(String account, Allowance allowance) {
        return Optional.empty();
    }

    @Override
    public Duration pace(String account, Allowance allowance) {
        return Duration.ZERO;
    }

    @Override
    public void pause(String account, Duration atLeast, String why) {}

    @Override
    public void seen(String account, Limits limits) {}
}
