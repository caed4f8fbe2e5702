package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Settings and secrets as given, at a fixed time. */
public record TestAccess(Settings settings, Secrets secrets) implements Access {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    public static Access of(Map<String, String> settings, Map<String, String> secrets) {
        return new TestAccess(new Settings(settings), new Given(secrets));
    }

    @Override
    public Http http() {
        return request -> {
            throw new HttpFailed("a database needs no HTTP", false, new java.io.IOException());
        };
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    private record Given(Map<String, String> values) implements Secrets {
        @Override
        public Optional<String> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        @Override
        public void put(String name, String value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forget(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
