package dev.tidemark.sandbox.hubspot;

import dev.tidemark.sandbox.kit.Launcher;
import dev.tidemark.sandbox.kit.Option;
import dev.tidemark.sandbox.kit.Options;
import java.net.URI;
import java.util.List;

/** {@code sandbox hubspot}. */
public final class HubSpotLauncher implements Launcher {
    @Override
    public String name() {
        return "hubspot";
    }

    @Override
    public String title() {
        return "HubSpot";
    }

    @Override
    public int port() {
        return 8190;
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number("--seed", "decides the generated records, ids and tokens (default 1)", Integer.MAX_VALUE),
                Option.number("--size", "about how many records to generate (default 20000)", 5_000_000));
    }

    @Override
    public Serving open(Options options) {
        Settings standard = Settings.standard();
        var sandbox = new HubSpotSandbox(
                standard.withSeed(options.number("--seed", 1)).withSize(options.number("--size", standard.size())));
        return new Serving(sandbox, List.of(), HubSpotLauncher::greeting);
    }

    private static String greeting(URI url) {
        return """
                  private app  token=%2$s
                  OAuth 2      client_id=%3$s client_secret=%4$s refresh_token=%5$s

                Try it:
                  curl -s '%1$s/crm/v3/objects/contacts?limit=3&properties=email,firstname' \\
                    -H 'Authorization: Bearer %2$s'
                """.formatted(
                        url,
                        HubSpotSandbox.PRIVATE_APP_TOKEN,
                        HubSpotSandbox.CLIENT_ID,
                        HubSpotSandbox.CLIENT_SECRET,
                        HubSpotSandbox.REFRESH_TOKEN);
    }
}
