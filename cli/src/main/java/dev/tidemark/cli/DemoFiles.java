package dev.tidemark.cli;

import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What the demo puts into its folder for a person to read: a workspace file, and its secret. */
final class DemoFiles {

    /** By which a demo's folder is known. */
    static final String SIGN = "demo.txt";

    static final String SCORE = """
            CREATE OR REPLACE VIEW acme.account_health AS
            SELECT a.id AS account_id, a.name,
                   round(least(100, 20
                       + 10 * least(coalesce(c.people, 0), 3)
                       + 40 * coalesce(o.won, 0) / greatest(coalesce(o.deals, 0), 1)
                       + 2 * least(coalesce(t.done, 0), 5))) AS score
            FROM acme.accounts a
            LEFT JOIN (SELECT account_id, count(*) AS people FROM acme.contacts
                       WHERE _tidemark_deleted_at IS NULL GROUP BY account_id) c ON c.account_id = a.id
            LEFT JOIN (SELECT account_id, count(*) AS deals, count(*) FILTER (WHERE stage_name = 'Closed Won') AS won
                       FROM acme.opportunities WHERE _tidemark_deleted_at IS NULL GROUP BY account_id) o
                   ON o.account_id = a.id
            LEFT JOIN (SELECT what_id, count(*) AS done FROM acme.tasks
                       WHERE _tidemark_deleted_at IS NULL AND status = 'Completed' GROUP BY what_id) t ON t.what_id = a.id
            WHERE a._tidemark_deleted_at IS NULL
            """;

    private DemoFiles() {}

    /** Writes the workspace file; answers where it is. */
    static Path write(Path folder, URI salesforce) throws IOException {
        Path secret = folder.toAbsolutePath().resolve("salesforce-secret");
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, SalesforceSandbox.CLIENT_SECRET);
        return Files.writeString(
                folder.resolve("acme.yaml"), """
                workspace: acme

                sources:
                  salesforce:
                    connector: salesforce
                    url: %1$s
                    auth: client_credentials
                    client_id: %2$s
                    client_secret: ${file:%3$s}
                    quota: 50%%

                syncs:
                  accounts:      { from: salesforce.Account,     to: warehouse.accounts,      schedule: continuous }
                  contacts:      { from: salesforce.Contact,     to: warehouse.contacts,      schedule: continuous }
                  opportunities: { from: salesforce.Opportunity, to: warehouse.opportunities, schedule: continuous }
                  tasks:         { from: salesforce.Task,        to: warehouse.tasks,         schedule: continuous }
                  users:         { from: salesforce.User,        to: warehouse.users,         schedule: continuous }

                  health:
                    from: warehouse
                    model: select account_id, score from acme.account_health
                    key: account_id
                    to: salesforce.Account
                    mode: update
                    match: Id
                    map:
                      Id: account_id
                      Health__c: score
                    schedule: manual
                """.formatted(salesforce, SalesforceSandbox.CLIENT_ID, secret));
    }
}
