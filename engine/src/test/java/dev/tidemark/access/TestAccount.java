package dev.tidemark.access;

import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.quota.Allowance;
import dev.tidemark.quota.Quota;
import dev.tidemark.quota.Unlimited;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The account {@code acme/shop}, which has no secrets. */
public final class TestAccount {

    private static final Secrets NONE = new Secrets() {
        @Override
        public Optional<String> find(String name) {
            return Optional.empty();
        }

        @Override
        public void put(String name, String value) {
            throw new IllegalStateException("nothing is kept here");
        }

        @Override
        public void forget(String name) {}
    };

    private TestAccount() {}

    public static Account of(Map<String, String> settings, Transport transport, Quota quota, InstantSource clock) {
        return new Account(
                "acme",
                "shop",
                new Settings(settings),
                NONE,
                transport,
                quota,
                Allowance.UNLIMITED,
                Redaction.NONE,
                clock);
    }

    /** Of which nothing is asked. */
    public static Account silent(Map<String, String> settings, InstantSource clock) {
        return of(
                settings,
                (request, before) -> {
                    throw new IllegalStateException("nothing is sent here");
                },
                new Unlimited(),
                clock);
    }
}
