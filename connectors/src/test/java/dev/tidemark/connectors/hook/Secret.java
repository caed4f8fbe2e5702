package dev.tidemark.connectors.hook;

import dev.tidemark.connector.Secrets;
import java.util.Optional;

/** Secrets of which there is one. */
public record Secret(String name, String value) implements Secrets {

    public static Secrets of(String name, String value) {
        return new Secret(name, value);
    }

    @Override
    public Optional<String> find(String wanted) {
        return wanted.equals(name) ? Optional.of(value) : Optional.empty();
    }

    @Override
    public void put(String wanted, String given) {
        throw new UnsupportedOperationException("nothing is kept here");
    }

    @Override
    public void forget(String wanted) {
        throw new UnsupportedOperationException("nothing is kept here");
    }
}
