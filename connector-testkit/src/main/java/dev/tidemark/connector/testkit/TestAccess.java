package dev.tidemark.connector.testkit;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Connector;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An account for tests: settings with the connector's defaults filled in, secrets in memory, a clock that stands still. */
public final class TestAccess implements Access {

    public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Settings settings;
    private final KeptSecrets secrets;
    private final Http http;

    private TestAccess(Settings settings, KeptSecrets secrets, Http http) {
        this.settings = settings;
        this.secrets = secrets;
        this.http = http;
    }

    public static TestAccess to(
            Connector connector, Map<String, String> settings, Map<String, String> secrets, Http http) {
        Map<String, String> filled = new HashMap<>();
        for (Setting setting : connector.spec().settings()) {
            setting.fallback().ifPresent(value -> filled.put(setting.name(), value));
        }
        filled.putAll(settings);
        return new TestAccess(new Settings(filled), new KeptSecrets(secrets), http);
    }

    /** The same account and the same kept secrets, by another way to the network. */
    public TestAccess by(Http other) {
        return new TestAccess(settings, secrets, other);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public Http http() {
        return http;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    /** Every value that was ever secret here. */
    public Set<String> everySecret() {
        return Set.copyOf(secrets.ever);
    }

    private static final class KeptSecrets implements Secrets {
        private final Map<String, String> given;
        private final Map<String, String> put = new HashMap<>();
        private final Collection<String> ever = new HashSet<>();

        KeptSecrets(Map<String, String> given) {
            this.given = Map.copyOf(given);
            ever.addAll(given.values());
        }

        @Override
        public Optional<String> find(String name) {
            return Optional.ofNullable(put.getOrDefault(name, given.get(name)));
        }

        @Override
        public void put(String name, String value) {
            put.put(name, value);
            ever.add(value);
        }

        @Override
        public void forget(String name) {
            put.remove(name);
        }
    }
}
