package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.kit.Launcher;
import dev.tidemark.sandbox.kit.Option;
import dev.tidemark.sandbox.kit.Options;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/** {@code sandbox stripe}. */
public final class StripeLauncher implements Launcher {
    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public String title() {
        return "Stripe";
    }

    @Override
    public int port() {
        return 8195;
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number("--seed", "decides the generated objects and their ids (default 1)", Integer.MAX_VALUE),
                Option.number("--size", "about how many objects to generate (default 5000)", 1_000_000),
                Option.number("--rate", "requests allowed in a second (default 25)", Integer.MAX_VALUE));
    }

    @Override
    public Serving open(Options options) {
        var sandbox =
                new StripeSandbox(InstantSource.system(), options.number("--seed", 1), options.number("--size", 5_000));
        sandbox.requestsPerSecond(options.number("--rate", StripeSandbox.REQUESTS_PER_SECOND));
        return new Serving(sandbox, List.of(), StripeLauncher::greeting);
    }

    private static String greeting(URI url) {
        return """
              secret key   %2$s

            Try it:
              curl -s -G %1$s/v1/customers -u %2$s: -d limit=3
              curl -s %1$s/v1/customers -u %2$s: -H 'Idempotency-Key: once' -d 'metadata[account_id]=a-1' -d name=Ada
              curl -s -G %1$s/v1/events -u %2$s: -d 'types[]=customer.created'
            """.formatted(url, StripeSandbox.KEY);
    }
}
