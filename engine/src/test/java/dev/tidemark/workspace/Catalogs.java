package dev.tidemark.workspace;

import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.workspace.Catalog.Offer;
import dev.tidemark.workspace.Catalog.Power;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A catalog with an app that is read and written, one that is only read, and a database. */
final class Catalogs {

    static final Catalog STANDARD = new Catalog(List.of(
            offer(
                    "salesforce",
                    Set.of(Power.READ_STREAMS, Power.WRITE_RECORDS),
                    Setting.withDefault("url", Kind.URL, "https://login.salesforce.com", "Where to sign in"),
                    Setting.choice(
                            "auth",
                            "client_credentials",
                            Set.of("client_credentials", "refresh_token"),
                            "How to sign in"),
                    Setting.required("client_id", Kind.TEXT, "The connected app's consumer key"),
                    Setting.required("client_secret", Kind.SECRET, "The connected app's consumer secret: ${env:NAME}"),
                    Setting.optional("refresh_token", Kind.SECRET, "For auth: refresh_token"),
                    Setting.withDefault("page_size", Kind.INTEGER, "2000", "Records a page"),
                    Setting.withDefault("include_archived", Kind.BOOLEAN, "false", "Whether to read archived records"),
                    Setting.withDefault("timeout", Kind.DURATION, "1m", "How long a request may take")),
            new Offer(offer("desk", Set.of(Power.READ_STREAMS)).spec(), Set.of(Power.READ_STREAMS), Set.of("dbt")),
            offer("statuspage", Set.of(Power.READ_STREAMS)),
            offer("plaindb", Set.of(Power.KEEP_TABLES)),
            offer("program", Set.of(Power.READ_STREAMS)),
            offer(
                    "postgres",
                    Set.of(Power.KEEP_TABLES, Power.OFFER_MODELS, Power.SHOW_VIEWS),
                    Setting.optional("url", Kind.URL, "postgresql://host:port/database"),
                    Setting.optional("user", Kind.TEXT, "The user to sign in as"),
                    Setting.optional("password", Kind.SECRET, "The user's password"),
                    Setting.withDefault("schema", Kind.TEXT, "public", "The schema of tables")),
            offer(
                    "mysql",
                    Set.of(Power.READ_STREAMS, Power.KEEP_TABLES, Power.OFFER_MODELS),
                    Setting.required("url", Kind.URL, "mysql://host:port"),
                    Setting.optional("schema", Kind.TEXT, "The schema of tables"))));

    private Catalogs() {}

    private static Offer offer(String name, Set<Power> powers, Setting... settings) {
        return new Offer(
                new ConnectorSpec(
                        name,
                        name,
                        List.of(settings),
                        List.of(new RateLimit(15_000, Duration.ofDays(1))),
                        Duration.ZERO),
                powers);
    }
}
