package dev.tidemark.connector;

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

    /**
     * Checks the signature and says what the webhook tells. Pure: without network, clock or state; the engine judges the age
     * and what was heard before. Takes microseconds, whatever was sent, and compares in constant time.
     *
     * @throws BadPage where the signature is right and the rest is not what the vendor sends
     */
    Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage;
}
