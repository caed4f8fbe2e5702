package dev.tidemark.sandbox;

import dev.tidemark.sandbox.airtable.AirtableLauncher;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.hubspot.HubSpotLauncher;
import dev.tidemark.sandbox.intercom.IntercomLauncher;
import dev.tidemark.sandbox.kit.Launcher;
import dev.tidemark.sandbox.kit.Launcher.CannotServe;
import dev.tidemark.sandbox.kit.Launcher.Serving;
import dev.tidemark.sandbox.kit.Option;
import dev.tidemark.sandbox.kit.Options;
import dev.tidemark.sandbox.kit.Options.BadArgument;
import dev.tidemark.sandbox.salesforce.SalesforceLauncher;
import dev.tidemark.sandbox.stripe.StripeLauncher;
import dev.tidemark.sandbox.zendesk.ZendeskLauncher;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** {@code sandbox API}: starts a stand-in of this API and serves until interrupted. */
public final class SandboxMain {
    /** Every API that there is a stand-in of: a new one adds its line here. */
    private static final List<Launcher> APIS = List.of(
            new SalesforceLauncher(),
            new AirtableLauncher(),
            new HubSpotLauncher(),
            new IntercomLauncher(),
            new StripeLauncher(),
            new ZendeskLauncher());

    private static final int USAGE = 2;

    private SandboxMain() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs until the thread is interrupted; 0 when it ended well, 1 when it could not start, 2 for wrong arguments. */
    public static int run(String[] args) {
        return run(args, System.out, System.err, SandboxMain::waitForever);
    }

    /** The words that may follow {@code sandbox}, in the order in which they are told. */
    public static List<String> names() {
        return APIS.stream().map(Launcher::name).toList();
    }

    /** What to do while the sandbox serves at this address. */
    interface While {
        void serving(URI url) throws InterruptedException;
    }

    static int run(String[] args, PrintStream out, PrintStream err, While whileServing) {
        List<String> words = List.of(args);
        if (words.isEmpty() || words.getFirst().equals("--help")) {
            out.print(help());
            return words.isEmpty() ? USAGE : 0;
        }
        Launcher api;
        Options options;
        try {
            api = named(words.getFirst());
            if (words.contains("--help")) {
                out.print(help(api));
                return 0;
            }
            options = Options.read(words.subList(1, words.size()), options(api));
        } catch (BadArgument wrong) {
            err.println("sandbox: " + wrong.getMessage());
            err.println("Try: sandbox --help");
            return USAGE;
        }
        int port = options.number("--port", api.port());
        try {
            Serving serving = api.open(options);
            serving.notes().forEach(out::println);
            try (HttpFront front = HttpFront.start(serving.handler(), port)) {
                greet(api, serving, front.url(), out);
                whileServing.serving(front.url());
            }
            return 0;
        } catch (BindException taken) {
            err.println("sandbox: port " + port + " is taken; choose another with --port, or 0 for any");
            return 1;
        } catch (CannotServe wrong) {
            err.println("sandbox: " + wrong.getMessage());
            return 1;
        } catch (IOException failed) {
            err.println("sandbox: cannot serve: " + failed.getMessage());
            return 1;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static Launcher named(String word) throws BadArgument {
        return APIS.stream()
                .filter(api -> api.name().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new BadArgument("there is a sandbox of " + String.join(", ", names()) + "; not of " + word));
    }

    private static List<Option> options(Launcher api) {
        var options = new ArrayList<Option>();
        options.add(Option.number(
                "--port", "port to listen on; 0 lets the system choose (default " + api.port() + ")", 65_535));
        options.addAll(api.options());
        return options;
    }

    private static String help() {
        return "Usage: sandbox API [OPTION VALUE]...\n\nServes a stand-in of an API on 127.0.0.1, in memory, until"
                + " interrupted.\n\n"
                + APIS.stream().map(SandboxMain::about).collect(Collectors.joining("\n"));
    }

    private static String help(Launcher api) {
        return "Usage: sandbox " + api.name() + " [OPTION VALUE]...\n\nServes a stand-in of the " + api.title()
                + " API on 127.0.0.1, in memory, until interrupted.\n\n" + about(api);
    }

    private static String about(Launcher api) {
        var text = new StringBuilder("sandbox " + api.name() + "\n");
        for (Option option : options(api)) {
            text.append(String.format("  %-15s %s%n", option.name() + " " + option.value(), option.help()));
        }
        return text.toString();
    }

    private static void greet(Launcher api, Serving serving, URI url, PrintStream out) {
        out.println(api.title() + " sandbox at " + url);
        out.println();
        out.print(serving.greeting().apply(url));
        out.println("  curl -s " + url + "/sandbox");
        out.println();
        out.flush();
    }

    private static void waitForever(URI url) throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
