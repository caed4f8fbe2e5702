package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.kit.Launcher;
import dev.tidemark.sandbox.kit.Option;
import dev.tidemark.sandbox.kit.Options;
import java.net.URI;
import java.util.List;

/** {@code sandbox airtable}. */
public final class AirtableLauncher implements Launcher {
    @Override
    public String name() {
        return "airtable";
    }

    @Override
    public String title() {
        return "Airtable";
    }

    @Override
    public int port() {
        return 8193;
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number("--seed", "decides the generated records, ids and tokens (default 1)", Integer.MAX_VALUE),
                Option.number("--size", "about how many records to generate (default 5000)", 1_000_000));
    }

    @Override
    public Serving open(Options options) {
        Settings standard = Settings.standard();
        var sandbox = new AirtableSandbox(
                standard.withSeed(options.number("--seed", 1)).withSize(options.number("--size", standard.size())));
        return new Serving(sandbox, List.of(), AirtableLauncher::greeting);
    }

    private static String greeting(URI url) {
        return """
                  base                   %2$s
                  personal access token  %3$s
                  OAuth 2                client_id=%4$s client_secret=%5$s refresh_token=%6$s

                Try it:
                  curl -s '%1$s/v0/%2$s/Companies?pageSize=3' -H 'Authorization: Bearer %3$s'
                """.formatted(
                        url,
                        AirtableSandbox.BASE,
                        AirtableSandbox.TOKEN,
                        AirtableSandbox.CLIENT_ID,
                        AirtableSandbox.CLIENT_SECRET,
                        AirtableSandbox.REFRESH_TOKEN);
    }
}
