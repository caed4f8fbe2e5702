package dev.tidemark.cli;

import dev.tidemark.engine.Disagreement;
import dev.tidemark.engine.Engine;
import dev.tidemark.engine.WorkspaceSource;
import dev.tidemark.workspace.Problem;
import dev.tidemark.workspace.WorkspaceFile;
import dev.tidemark.workspace.WorkspaceWatcher;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark run}: one worker, in this process, until it is stopped. */
@Command(
        name = "run",
        description = {
            "Keeps the syncs of workspace files going until Ctrl-C or TERM.",
            "A saved change to a file takes effect at once, for what it changes. Start it several times, on one store"
                    + " and with the same files, and the work is shared."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark run acme.yaml                 until stopped",
            "  tidemark run customers/                each file of the folder is one customer",
            "  tidemark run --hooks 8085 acme.yaml    takes in webhooks at"
                    + " http://127.0.0.1:8085/hooks/WORKSPACE/SOURCE",
            "  tidemark run --once --strict acme.yaml all that is due, then exit 1 for failures, 3 for rejections"
        })
final class Run extends StoreCommand {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final int TICKS_BETWEEN_LOOKS = 5;
    private static final Duration RETENTION = Duration.ofDays(30);

    @Parameters(paramLabel = "FILE|FOLDER", arity = "1..*", description = "Workspace files, or folders of them")
    List<Path> files = List.of();

    @Option(names = "--once", description = "Runs what is due, waits for it, and exits")
    boolean once;

    @Option(names = "--strict", description = "With --once: exit 3 where rows were rejected")
    boolean strict;

    @Option(
            names = "--keep",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "How long loaded pages stay in the archive. Default: 30")
    int keep = (int) RETENTION.toDays();

    @Option(
            names = "--hooks",
            paramLabel = "[HOST:]PORT",
            description = "Listens for webhooks there; HOST is 127.0.0.1 where none is named")
    @Nullable
    String hooks;

    private List<Problem> told = List.of();

    Run(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws Exception {
        WorkspaceWatcher watcher =
                new WorkspaceWatcher(Workspaces.paths(terminal, files), home.catalog(), Clock.systemUTC());
        List<Problem> problems = watcher.poll().problems();
        if (!problems.isEmpty()) {
            throw new Workspaces.Wrong(problems);
        }
        String worker = worker(home);
        Progress progress = new Progress(home, common.json);
        try (Engine engine = new Engine(home.parts(worker, Duration.ofDays(keep)))) {
            start(engine, sources(watcher.good()));
            LOG.info("worker {} of Tidemark {} began", worker, Version.number());
            greet(home, watcher.good());
            int exit;
            try (HookListener _ = HookListener.open(terminal, engine, hooks)) {
                exit = once ? new Once(home, progress, engine, strict).await(TICK) : watch(engine, watcher, progress);
            }
            LOG.info("worker {} ends", worker);
            return exit;
        } catch (InterruptedException e) {
            terminal.warn("Stopped. What was in progress goes on at the next start.");
            return Exit.INTERRUPTED;
        } finally {
            progress.end();
        }
    }

    /** An engine that was killed is taken for alive for half a minute: waits until it shows itself, or is taken for gone. */
    private void start(Engine engine, List<WorkspaceSource> sources) throws InterruptedException {
        Map<String, Instant> seen = new HashMap<>();
        while (true) {
            try {
                engine.start(sources);
                return;
            } catch (Disagreement e) {
                Instant last = seen.putIfAbsent(e.other().id(), e.other().seenAt());
                if (last != null && !last.equals(e.other().seenAt())) {
                    throw e;
                }
                if (last == null) {
                    terminal.warn(e.getMessage() + ". Waiting to see whether it is still there.");
                }
                Thread.sleep(TICK);
            }
        }
    }

    private void greet(Home home, List<WorkspaceFile> good) {
        if (common.json) {
            return;
        }
        int syncs = good.stream().mapToInt(f -> f.workspace().syncs().size()).sum();
        terminal.warn("Tidemark " + Version.number() + ": " + good.size()
                + (good.size() == 1 ? " workspace, " : " workspaces, ") + syncs + (syncs == 1 ? " sync" : " syncs")
                + (once ? "." : ". Ctrl-C stops."));
        home.embedded()
                .ifPresent(server -> terminal.warn(
                        "Tables: " + server.warehouse() + " ('tidemark status --urls' shows the password)"));
    }

    private int watch(Engine engine, WorkspaceWatcher watcher, Progress progress) throws InterruptedException {
        for (int tick = 0; ; tick++) {
            Thread.sleep(TICK);
            if (tick % TICKS_BETWEEN_LOOKS == 0) {
                look(engine, watcher);
                progress.look();
            }
        }
    }

    /** Looks at the files: a good change takes effect, a broken one is told and changes nothing. */
    private void look(Engine engine, WorkspaceWatcher watcher) {
        WorkspaceWatcher.Change change = watcher.poll();
        if (!change.problems().equals(told)) {
            told = change.problems();
            told.forEach(p -> terminal.warn(p.show()));
            if (!told.isEmpty()) {
                terminal.warn("The last good version goes on.");
            }
        }
        if (!change.isNothing()) {
            try {
                engine.apply(sources(watcher.good()));
                change.changed().forEach(f -> terminal.warn("Took in " + f.file()));
                change.removed().forEach(name -> terminal.warn("The workspace " + name + " ended; its tables stay."));
            } catch (RuntimeException e) {
                LOG.warn("a changed file could not be taken in", e);
                terminal.warn("The change was not taken in: " + e.getMessage());
            }
        }
    }

    private static List<WorkspaceSource> sources(List<WorkspaceFile> files) {
        return files.stream().map(Workspaces::source).toList();
    }

    /** Unique, and tells a person where to look. */
    private static String worker(Home home) {
        return host() + "-" + ProcessHandle.current().pid() + "-"
                + Integer.toString(home.random().nextInt(1 << 20), 36).toLowerCase(Locale.ROOT);
    }

    private static String host() {
        try {
            @Nullable String name = InetAddress.getLocalHost().getHostName();
            return name == null ? "worker" : name;
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
