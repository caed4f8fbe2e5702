package dev.tidemark.workspace;

import dev.tidemark.connector.Settings;
import dev.tidemark.secret.SecretRef;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A source or destination: a connector with settings and secrets. An app under {@code sources} can be written to as well.
 *
 * @param name unique in its workspace, over sources and destinations
 * @param connector the connector's name, or {@link #EMBEDDED}
 * @param settings checked, with the connector's defaults filled in; no secrets
 * @param secrets where each secret's value is found, by the setting's name
 * @param quota what is granted of the API's allowance; without meaning for a database
 * @param schema of a database that tables are kept in: where; empty for a source
 * @param layout of a source: in which other layout its tables are shown besides
 */
public record Account(
        String name,
        Side side,
        String connector,
        Settings settings,
        Map<String, SecretRef> secrets,
        Quota quota,
        Optional<String> schema,
        Optional<LayoutChoice> layout) {

    /** The connector's name of the database that Tidemark runs itself. */
    public static final String EMBEDDED = "embedded";

    /** The name of the destination that is there when the file names no database. */
    public static final String WAREHOUSE = "warehouse";

    /** Under which heading of the file the account stands. */
    public enum Side {
        SOURCE,
        DESTINATION
    }

    public Account(
            String name,
            Side side,
            String connector,
            Settings settings,
            Map<String, SecretRef> secrets,
            Quota quota,
            Optional<String> schema) {
        this(name, side, connector, settings, secrets, quota, schema, Optional.empty());
    }

    public Account {
        Objects.requireNonNull(layout);
        Objects.requireNonNull(side);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(quota);
        secrets = Map.copyOf(secrets);
        if (!Names.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name: " + name);
        }
    }

    static Account embedded(String name, String schema) {
        return new Account(
                name, Side.DESTINATION, EMBEDDED, new Settings(Map.of()), Map.of(), Quota.DEFAULT, Optional.of(schema));
    }

    /** Whether this is the database that Tidemark runs itself: the engine knows its address. */
    public boolean isEmbedded() {
        return connector.equals(EMBEDDED);
    }

    /** Whether both are reached by one address, whoever signs in and in whatever schema, as far as settings tell. */
    boolean sameServerAs(Account other) {
        return connector.equals(other.connector)
                && settings.find("url").equals(other.settings.find("url"))
                && Objects.equals(secrets.get("url"), other.secrets.get("url"));
    }

    /** Whether tables of both accounts are in one database, as far as settings tell. */
    boolean sameDatabaseAs(Account other) {
        return connector.equals(other.connector) && settings.equals(other.settings);
    }
}
