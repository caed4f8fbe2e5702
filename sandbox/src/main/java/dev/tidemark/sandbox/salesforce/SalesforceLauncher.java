package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.kit.Launcher;
import dev.tidemark.sandbox.kit.Option;
import dev.tidemark.sandbox.kit.Options;
import dev.tidemark.sandbox.salesforce.data.BadData;
import dev.tidemark.sandbox.salesforce.data.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code sandbox salesforce}. */
public final class SalesforceLauncher implements Launcher {
    @Override
    public String name() {
        return "salesforce";
    }

    @Override
    public String title() {
        return "Salesforce";
    }

    @Override
    public int port() {
        return 8189;
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.text("--data", "DIR", "load every *.csv (one per object) and *.sql (a dump) of this folder"),
                Option.number("--seed", "decides the generated rows, ids and tokens (default 1)", Integer.MAX_VALUE),
                Option.number("--size", "about how many rows to generate (default 20000; 0 with --data)", 5_000_000),
                Option.number("--api-limit", "API requests allowed in 24 hours (default 15000)", Integer.MAX_VALUE));
    }

    @Override
    public Serving open(Options options) throws IOException, CannotServe {
        Optional<Path> data = options.text("--data").map(Path::of);
        Settings standard = Settings.standard();
        var sandbox = new SalesforceSandbox(standard.withSeed(options.number("--seed", 1))
                .withSize(options.number("--size", data.isPresent() ? 0 : standard.size()))
                .withApiLimit(options.number("--api-limit", standard.apiLimit())));
        var notes = new ArrayList<String>();
        if (data.isPresent()) {
            try {
                DataFolder.load(data.get(), sandbox.org(), sandbox.userId())
                        .forEach((object, rows) -> notes.add("Loaded " + rows + " rows of " + object));
            } catch (BadData wrong) {
                throw new CannotServe(String.valueOf(wrong.getMessage()));
            }
        }
        return new Serving(sandbox, notes, SalesforceLauncher::greeting);
    }

    private static String greeting(URI url) {
        return """
                  OAuth 2   client_id=%2$s client_secret=%3$s
                  password  username=%4$s password=%5$s security token=%6$s

                Try it:
                  TOKEN=$(curl -s %1$s/services/oauth2/token -d grant_type=client_credentials \\
                    -d client_id=%2$s -d client_secret=%3$s | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                  curl -s -G %1$s/services/data/v62.0/query -H "Authorization: Bearer $TOKEN" \\
                    --data-urlencode 'q=SELECT Id, Name, Industry FROM Account LIMIT 3'
                """.formatted(
                        url,
                        SalesforceSandbox.CLIENT_ID,
                        SalesforceSandbox.CLIENT_SECRET,
                        SalesforceSandbox.USERNAME,
                        SalesforceSandbox.PASSWORD,
                        SalesforceSandbox.SECURITY_TOKEN);
    }
}
