package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.kit.Launcher;
import dev.tidemark.sandbox.kit.Option;
import dev.tidemark.sandbox.kit.Options;
import java.net.URI;
import java.util.List;

/** {@code sandbox intercom}. */
public final class IntercomLauncher implements Launcher {
    @Override
    public String name() {
        return "intercom";
    }

    @Override
    public String title() {
        return "Intercom";
    }

    @Override
    public int port() {
        return 8194;
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number(
                        "--seed", "decides the generated objects, ids and chances (default 1)", Integer.MAX_VALUE),
                Option.number("--size", "about how many objects to generate (default 5000)", 1_000_000));
    }

    @Override
    public Serving open(Options options) {
        Settings standard = Settings.standard();
        var sandbox = new IntercomSandbox(
                standard.withSeed(options.number("--seed", 1)).withSize(options.number("--size", standard.size())));
        return new Serving(sandbox, List.of(), IntercomLauncher::greeting);
    }

    private static String greeting(URI url) {
        return """
                  access token  %2$s
                  app's secret  %3$s

                Try it:
                  curl -s '%1$s/contacts?per_page=3' -H 'Authorization: Bearer %2$s' -H 'Intercom-Version: 2.14'
                """.formatted(url, IntercomSandbox.TOKEN, IntercomSandbox.CLIENT_SECRET);
    }
}
