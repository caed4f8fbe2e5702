package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.kit.Launcher;
import dev.tidemark.sandbox.kit.Option;
import dev.tidemark.sandbox.kit.Options;
import java.net.URI;
import java.util.List;

/** {@code sandbox zendesk}. */
public final class ZendeskLauncher implements Launcher {
    @Override
    public String name() {
        return "zendesk";
    }

    @Override
    public String title() {
        return "Zendesk";
    }

    @Override
    public int port() {
        return 8191;
    }

    @Override
    public List<Option> options() {
        Settings standard = Settings.standard();
        return List.of(
                Option.number("--seed", "decides the generated records, ids and tokens (default 1)", Integer.MAX_VALUE),
                Option.number(
                        "--tickets",
                        "how many tickets to generate, with users and organizations to match (default "
                                + standard.tickets() + ")",
                        1_000_000),
                Option.number(
                        "--per-minute",
                        "requests allowed in a minute (default " + standard.perMinute() + ")",
                        Integer.MAX_VALUE));
    }

    @Override
    public Serving open(Options options) {
        Settings standard = Settings.standard();
        var sandbox = new ZendeskSandbox(standard.withSeed(options.number("--seed", 1))
                .withTickets(options.number("--tickets", standard.tickets()))
                .withPerMinute(options.number("--per-minute", standard.perMinute())));
        return new Serving(sandbox, List.of(), ZendeskLauncher::greeting);
    }

    private static String greeting(URI url) {
        return """
                  API token  user=%2$s/token token=%3$s
                  OAuth 2    client_id=%4$s client_secret=%5$s

                Try it:
                  curl -s -u %2$s/token:%3$s '%1$s/api/v2/incremental/tickets/cursor.json?start_time=0&per_page=2'
                """.formatted(
                        url,
                        ZendeskSandbox.EMAIL,
                        ZendeskSandbox.API_TOKEN,
                        ZendeskSandbox.CLIENT_ID,
                        ZendeskSandbox.CLIENT_SECRET);
    }
}
