package dev.tidemark.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * An optional power of a source whose vendor sends webhooks. Without it changes are found by asking; with it they are found
 * sooner, and nothing else is different (invariant 7).
 */
public interface Hooked {

    /** The secret by which the vendor signs. A source without a value for it takes no webhooks. */
    String SECRET = "webhook_secret";

    /** The address under which the vendor reaches Tidemark. */
    String URL = "webhook_url";

    /** @param what the secret is, in the vendor's words, such as {@code the app's client secret} */
    static Setting secret(String what) {
        return Setting.optional(SECRET, Setting.Kind.SECRET, "For webhooks: " + what + ", by which they are signed");
    }

    /** Where the vendor reaches Tidemark, without the path, which is Tidemark's own. */
    static Setting url() {
        return Setting.optional(
                URL,
                Setting.Kind.URL,
                "For webhooks: the public address of 'tidemark run --hooks', such as https://hooks.example.com");
    }

    /** This power of a connector; empty where it has none, or none for its app. */
    static Optional<Hooked> of(Connector connector) {
        return connector instanceof Hooked hooked && hooked.listens() ? Optional.of(hooked) : Optional.empty();
    }

    /** Whether there are webhooks at all: a connector that is made by a description may be one of an app that sends none. */
    default boolean listens() {
        return true;
    }

    /** The setting that holds the secret by which the vendor signs. */
    default String secretName() {
        return SECRET;
    }

    /** How far the time under a signature may be from ours, in whole minutes: what HubSpot and Stripe ask for. */
    default Duration window() {
        return Duration.ofMinutes(5);
    }

    /**
     * Checks the signature and says what the webhook tells. Pure: without network, clock or state; the engine judges the age
     * and what was heard before. Takes microseconds, whatever was sent, and compares in constant time.
     *
     * @throws BadPage where the signature is right and the rest is not what the vendor sends
     */
    Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage;
}
