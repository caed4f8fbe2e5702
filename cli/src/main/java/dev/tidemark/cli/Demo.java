package dev.tidemark.cli;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark demo}: the whole way of a record, there and back, against a sandbox Salesforce. */
@Command(
        name = "demo",
        description = {
            "Shows the whole way of a record in under a minute, with no account anywhere: starts a PostgreSQL and a"
                    + " sandbox Salesforce, backfills it, follows its changes, writes a score back.",
            "Works in a folder of its own and starts clean each time."
        },
        footer = {"", "Example:", "  tidemark demo"})
final class Demo implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final int RECORDS = 20_000;

    /** Requests a day that the sandbox allows: a large edition's, so that a minute is enough to watch changes. */
    private static final int API_LIMIT = 5_000_000;

    private static final Duration OTHER_DEMO_ENDS = Duration.ofSeconds(10);

    private final Terminal terminal;

    @Option(names = "--data", paramLabel = "DIR", description = "The demo's folder. Default: ./.tidemark-demo")
    @Nullable
    Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this")
    boolean help;

    Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = terminal.folder()
                .resolve(data == null ? Path.of(".tidemark-demo") : data)
                .normalize();
        try {
            clean(folder);
            var sandbox =
                    new SalesforceSandbox(Settings.standard().withSize(RECORDS).withApiLimit(API_LIMIT));
            try (HttpFront front = HttpFront.start(sandbox, 0)) {
                Path file = DemoFiles.write(folder, front.url());
                terminal.say("A sandbox Salesforce is at " + front.url() + ", a PostgreSQL starts in " + folder + " …");
                Common common = new Common();
                common.data = folder;
                try (Home home = Home.open(terminal, common)) {
                    play(home, sandbox, file);
                }
            }
            return Exit.OK;
        } catch (InterruptedException e) {
            terminal.warn("");
            terminal.warn("Stopped. The demo's folder is " + folder + "; the next demo starts clean.");
            return Exit.INTERRUPTED;
        }
    }

    private void play(Home home, SalesforceSandbox sandbox, Path file) throws Exception {
        try {
            new DemoScript(terminal, home, sandbox, file).play();
        } catch (RuntimeException e) {
            LOG.warn("the demo ended early", e);
            throw e;
        }
    }

    /** Removes what an earlier demo left. Refuses a folder that is not a demo's, and one that is in use. */
    private static void clean(Path folder) throws IOException, InterruptedException {
        if (Files.exists(folder)) {
            if (!Files.exists(folder.resolve(DemoFiles.SIGN))) {
                throw new Refusal(
                        Exit.USAGE,
                        "demo.foreign_folder",
                        "the folder " + folder + " was not made by a demo",
                        "Name another with --data, or remove it yourself");
            }
            long until = System.nanoTime() + OTHER_DEMO_ENDS.toNanos();
            while (Files.exists(folder.resolve("postgres/postgres/postmaster.pid"))) {
                if (System.nanoTime() > until) {
                    throw new Refusal(
                            Exit.FAILED,
                            "demo.running",
                            "another demo, or a command on its data, still runs in " + folder,
                            "End it, or name another folder with --data");
                }
                Thread.sleep(100);
            }
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(folder.resolve(DemoFiles.SIGN), "Made by 'tidemark demo', which removes this folder.\n");
    }
}
