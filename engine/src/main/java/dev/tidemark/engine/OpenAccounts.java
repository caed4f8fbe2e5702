package dev.tidemark.engine;

import dev.tidemark.access.Account;
import dev.tidemark.access.Redaction;
import dev.tidemark.access.Transport;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.notice.Channel;
import dev.tidemark.notice.Email;
import dev.tidemark.quota.Allowance;
import dev.tidemark.quota.Quota;
import dev.tidemark.secret.AccountSecrets;
import dev.tidemark.secret.SecretReader;
import dev.tidemark.secret.SecretRef;
import dev.tidemark.secret.Vault;
import dev.tidemark.workspace.EmailChannel;
import dev.tidemark.workspace.Workspace;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Joins what a workspace file says of an account with its secrets, its quota and the way to the network. */
public final class OpenAccounts implements Accounts {

    /** The database that Tidemark runs itself, as the connector for PostgreSQL is given it. */
    public record Embedded(String url, String user, String password) {
        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    private static final String PASSWORD = "password";

    private final Connectors connectors;
    private final SecretReader reader;
    private final Vault vault;
    private final Map<Place, AccountSecrets> secrets = new ConcurrentHashMap<>();
    private final Quota quota;
    private final Transport transport;
    private final Optional<Embedded> embedded;
    private final InstantSource clock;

    /** @param embedded empty where the store is the user's own, and no database is run here */
    public OpenAccounts(
            Connectors connectors,
            SecretReader reader,
            Vault vault,
            Quota quota,
            Transport transport,
            Optional<Embedded> embedded,
            InstantSource clock) {
        this.connectors = connectors;
        this.reader = reader;
        this.vault = vault;
        this.quota = quota;
        this.transport = transport;
        this.embedded = embedded;
        this.clock = clock;
    }

    /**
     * @throws ConnectorException with code {@code account.no_embedded} where the account is the embedded database and there
     *     is none
     */
    @Override
    public Account open(Workspace workspace, String account) {
        dev.tidemark.workspace.Account written = workspace.account(account);
        if (written.isEmbedded()) {
            return embedded(workspace.name(), written);
        }
        Allowance allowance = allowance(connectors, written);
        AccountSecrets mine = secrets.computeIfAbsent(
                new Place(workspace.name(), account, written.secrets()),
                place -> new AccountSecrets(vault, reader, place.workspace, place.account, place.refs));
        return new Account(
                workspace.name(), account, written.settings(), mine, transport, quota, allowance, mine, clock);
    }

    @Override
    public Map<String, Channel> channels(Workspace workspace) {
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (EmailChannel to : workspace.channels().values()) {
            Map<String, SecretRef> refs =
                    to.password().map(ref -> Map.of(PASSWORD, ref)).orElse(Map.of());
            // No account has a dot in its name.
            AccountSecrets mine = secrets.computeIfAbsent(
                    new Place(workspace.name(), "notify." + to.name(), refs),
                    place -> new AccountSecrets(vault, reader, place.workspace, place.account, place.refs));
            channels.put(to.name(), new Email(to, () -> mine.get(PASSWORD), mine::text, clock));
        }
        return channels;
    }

    /** What an account's owner grants of what its API allows. */
    public static Allowance allowance(Connectors connectors, dev.tidemark.workspace.Account account) {
        return account.isEmbedded()
                ? Allowance.UNLIMITED
                : new Allowance(
                        connectors.of(account).spec().limits(),
                        account.quota().percent() / 100.0,
                        account.quota().rates());
    }

    private Account embedded(String workspace, dev.tidemark.workspace.Account written) {
        String account = written.name();
        Embedded database = embedded.orElseThrow(() -> new ConnectorException(
                "account.no_embedded",
                "the workspace " + workspace + " keeps tables in '" + account
                        + "', the database that Tidemark runs itself, but with a store of your own it runs none",
                "Name a database under 'destinations:' of the workspace file"));
        return new Account(
                workspace,
                account,
                new Settings(Map.of(
                        "url",
                        database.url(),
                        "user",
                        database.user(),
                        "schema",
                        written.schema().orElse("public"))),
                new FixedSecrets(Map.of(PASSWORD, database.password())),
                transport,
                quota,
                Allowance.UNLIMITED,
                Redaction.NONE,
                clock);
    }

    /** The text without any secret that was handed out to any account (invariant 9). */
    public String redact(String text) {
        String clean =
                embedded.map(e -> text.replace(e.password(), "[redacted]")).orElse(text);
        for (AccountSecrets one : secrets.values()) {
            clean = one.text(clean);
        }
        return clean;
    }

    /** Whose secrets; another reference in the file makes it another. */
    private record Place(String workspace, String account, Map<String, SecretRef> refs) {}

    /** Those of the embedded database: made by Tidemark, kept in its folder. */
    private record FixedSecrets(Map<String, String> values) implements Secrets {
        @Override
        public Optional<String> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        @Override
        public void put(String name, String value) {
            throw new IllegalStateException("a database hands out no secrets");
        }

        @Override
        public void forget(String name) {
            throw new IllegalStateException("a database hands out no secrets");
        }

        @Override
        public String toString() {
            return "secrets of the embedded database";
        }
    }
}
