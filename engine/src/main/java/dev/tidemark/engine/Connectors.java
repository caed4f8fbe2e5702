package dev.tidemark.engine;

import dev.tidemark.connector.Connector;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.workspace.Account;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connectors of this program, by name, and those that were read from files while it runs. The embedded database is reached
 * by the one for PostgreSQL. Safe for use by many threads.
 */
public final class Connectors {

    private static final String POSTGRES = "postgres";

    private final Map<String, Connector> byName = new TreeMap<>();
    private final Map<String, Connector> fromFiles = new ConcurrentHashMap<>();

    public Connectors(Collection<? extends Connector> connectors) {
        connectors.forEach(c -> byName.put(c.spec().name(), c));
    }

    /** Takes in one that was read from a file. Its name tells its content, so the same name is the same connector. */
    public void add(Connector connector) {
        fromFiles.putIfAbsent(connector.spec().name(), connector);
    }

    /** Those of the program itself. */
    public Collection<Connector> all() {
        return byName.values();
    }

    /** @throws ConnectorException with code {@code connector.unknown} */
    public Connector of(Account account) {
        String name = account.isEmbedded() ? POSTGRES : account.connector();
        Connector found = byName.getOrDefault(name, fromFiles.get(name));
        if (found == null) {
            throw new ConnectorException(
                    "connector.unknown",
                    "there is no connector " + name,
                    "Use one of " + String.join(", ", byName.keySet()));
        }
        return found;
    }

    public SourceConnector source(Account account) {
        return as(account, SourceConnector.class, "be read");
    }

    public TableDestination tables(Account account) {
        return as(account, TableDestination.class, "keep tables");
    }

    public ModelSource models(Account account) {
        return as(account, ModelSource.class, "offer models");
    }

    public RecordDestination records(Account account) {
        return as(account, RecordDestination.class, "be written to");
    }

    private <T> T as(Account account, Class<T> power, String verb) {
        Connector found = of(account);
        if (!power.isInstance(found)) {
            throw new ConnectorException(
                    "connector.cannot",
                    "the connector " + found.spec().name() + " cannot " + verb,
                    "Name another account in the sync");
        }
        return power.cast(found);
    }
}
