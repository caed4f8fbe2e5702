package dev.tidemark.sandbox;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.Settings;
import dev.tidemark.sandbox.salesforce.data.BadData;
import dev.tidemark.sandbox.salesforce.data.DataFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code sandbox salesforce}: starts a stand-in and serves until interrupted. */
public final class SandboxMain {
    private static final int USAGE = 2;
    private static final String HELP = """
            Usage: sandbox salesforce [--port N] [--data DIR] [--seed N] [--size N] [--api-limit N]

            Serves a stand-in of the Salesforce API on 127.0.0.1, in memory, until interrupted.

              --port N       port to listen on; 0 lets the system choose (default 8189)
              --data DIR     load every *.csv (one per object) and *.sql (a dump) of this folder
              --seed N       decides the generated rows, ids and tokens (default 1)
              --size N       about how many rows to generate (default 20000; 0 with --data)
              --api-limit N  API requests allowed in 24 hours (default 15000)
            """;

    private SandboxMain() {}

    private record Options(int port, List<Path> data, Settings settings) {}

    private static final class BadArgument extends Exception {
        private static final long serialVersionUID = 1L;

        BadArgument(String message) {
            super(message);
        }
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs until the thread is interrupted; 0 when it ended well, 1 when it could not start, 2 for wrong arguments. */
    public static int run(String[] args) {
        return run(args, System.out, System.err, SandboxMain::waitForever);
    }

    /** What to do while the sandbox serves at this address. */
    interface While {
        void serving(URI url) throws InterruptedException;
    }

    static int run(String[] args, PrintStream out, PrintStream err, While whileServing) {
        Options options;
        try {
            if (args.length == 0 || List.of(args).contains("--help")) {
                out.print(HELP);
                return args.length == 0 ? USAGE : 0;
            }
            options = options(args);
        } catch (BadArgument wrong) {
            err.println("sandbox: " + wrong.getMessage());
            err.println("Try: sandbox --help");
            return USAGE;
        }
        try {
            var sandbox = new SalesforceSandbox(options.settings());
            for (Path folder : options.data()) {
                DataFolder.load(folder, sandbox.org(), sandbox.userId())
                        .forEach((object, rows) -> out.println("Loaded " + rows + " rows of " + object));
            }
            try (HttpFront front = HttpFront.start(sandbox, options.port())) {
                greet(front.url(), out);
                whileServing.serving(front.url());
            }
            return 0;
        } catch (BindException taken) {
            err.println("sandbox: port " + options.port() + " is taken; choose another with --port, or 0 for any");
            return 1;
        } catch (BadData wrong) {
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

    private static void greet(URI url, PrintStream out) {
        out.println("""
                Salesforce sandbox at %1$s

                  OAuth 2   client_id=%2$s client_secret=%3$s
                  password  username=%4$s password=%5$s security token=%6$s

                Try it:
                  TOKEN=$(curl -s %1$s/services/oauth2/token -d grant_type=client_credentials \\
                    -d client_id=%2$s -d client_secret=%3$s | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                  curl -s -G %1$s/services/data/v62.0/query -H "Authorization: Bearer $TOKEN" \\
                    --data-urlencode 'q=SELECT Id, Name, Industry FROM Account LIMIT 3'
                  curl -s %1$s/sandbox
                """.formatted(
                        url,
                        SalesforceSandbox.CLIENT_ID,
                        SalesforceSandbox.CLIENT_SECRET,
                        SalesforceSandbox.USERNAME,
                        SalesforceSandbox.PASSWORD,
                        SalesforceSandbox.SECURITY_TOKEN));
        out.flush();
    }

    private static Options options(String[] args) throws BadArgument {
        Iterator<String> words = List.of(args).iterator();
        String api = words.next();
        if (!api.equals("salesforce")) {
            throw new BadArgument("there is a sandbox of salesforce only, not of " + api);
        }
        int port = 8189;
        List<Path> data = List.of();
        Settings settings = Settings.standard();
        boolean sized = false;
        while (words.hasNext()) {
            String name = words.next();
            switch (name) {
                case "--port" -> port = number(name, words, 65_535);
                case "--data" -> data = List.of(Path.of(value(name, words)));
                case "--seed" -> settings = settings.withSeed(number(name, words, Integer.MAX_VALUE));
                case "--size" -> {
                    settings = settings.withSize(number(name, words, 5_000_000));
                    sized = true;
                }
                case "--api-limit" -> settings = settings.withApiLimit(number(name, words, Integer.MAX_VALUE));
                default -> throw new BadArgument("unknown argument " + name);
            }
        }
        return new Options(port, data, data.isEmpty() || sized ? settings : settings.withSize(0));
    }

    private static String value(String name, Iterator<String> words) throws BadArgument {
        if (!words.hasNext()) {
            throw new BadArgument(name + " needs a value");
        }
        return words.next();
    }

    private static int number(String name, Iterator<String> words, int most) throws BadArgument {
        String text = value(name, words);
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadArgument(name + " must be a number from 0 to " + most + ", not " + text);
    }

    private static void waitForever(URI url) throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
