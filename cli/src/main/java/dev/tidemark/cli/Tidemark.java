package dev.tidemark.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program. */
@Command(
        name = "tidemark",
        description = "Keeps SaaS apps and a PostgreSQL database in step, both ways.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            Demo.class,
            Run.class,
            CheckCommand.class,
            Discover.class,
            EstimateCommand.class,
            Status.class,
            Runs.class,
            Events.class,
            Rejections.class,
            Explain.class,
            SyncNow.class,
            Reset.class,
            Reprocess.class,
            Sql.class,
            Jobs.class,
            Settle.class,
            Forget.class,
            BackupCommand.class,
            RestoreCommand.class,
            Key.class,
            Secrets.class,
            ConnectorCommand.class,
            SandboxCommand.class,
            SchemaCommand.class,
            Version.class
        },
        footer = {
            "",
            "Examples:",
            "  tidemark check acme.yaml             tries connections, secrets and permissions",
            "  tidemark estimate -f acme.yaml       how long the first reading of everything takes",
            "  tidemark run acme.yaml               keeps every sync of the file going until Ctrl-C",
            "  tidemark status                      how each sync stands",
            "  tidemark sql 'select count(*) from acme.account'",
            "",
            "'tidemark COMMAND --help' tells more. Exit codes: 0 ok, 1 something failed, 2 wrong usage or file,",
            "3 rows were rejected (--strict), 4 no store or another engine disagrees, 130 interrupted."
        })
public final class Tidemark implements Runnable {

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this")
    boolean help;

    @SuppressWarnings("NullAway.Init") // picocli fills in the spec
    Tidemark() {}

    public static void main(String[] args) {
        Log.silenceTerminal();
        Signals.stopOn(Thread.currentThread());
        Terminal terminal = new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
        int exit = execute(args, terminal);
        System.exit(Signals.exit(exit));
    }

    /**
     * Runs one command in this process. It stops early when its thread is interrupted.
     *
     * @return the exit code
     */
    public static int execute(String[] args, PrintWriter out, PrintWriter err, Map<String, String> environment) {
        return execute(args, new Terminal(out, err, environment, Path.of("").toAbsolutePath(), false));
    }

    static int execute(String[] args, Terminal terminal) {
        Log.silenceTerminal();
        CommandLine line = new CommandLine(new Tidemark(), new Commands(terminal));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setExecutionExceptionHandler(new Troubles(terminal));
        line.setParameterExceptionHandler((e, words) -> {
            terminal.warn(String.valueOf(e.getMessage()));
            CommandLine.UnmatchedArgumentException.printSuggestions(e, terminal.err());
            terminal.warn("'" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help' shows how.");
            return Exit.USAGE;
        });
        line.setExpandAtFiles(false);
        // The sandbox reads its own options.
        Objects.requireNonNull(line.getSubcommands().get("sandbox")).setUnmatchedOptionsArePositionalParams(true);
        int exit = line.execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return exit;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Makes commands, with the terminal they print on. */
    private record Commands(Terminal terminal) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.getDeclaredConstructor(Terminal.class).newInstance(terminal);
            } catch (NoSuchMethodException e) {
                return CommandLine.defaultFactory().create(type);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
