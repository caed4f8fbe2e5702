package dev.tidemark.cli;

import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that works on a store, beside an engine or without one. */
abstract class StoreCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCommand.class);

    final Terminal terminal;

    @Mixin
    Common common = new Common();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this")
    boolean help;

    StoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public final Integer call() throws Exception {
        try (Home home = Home.open(terminal, common)) {
            return logged(home);
        }
    }

    /** While the secrets are known: what went wrong is logged, and told to the person afterwards, without them. */
    private int logged(Home home) throws Exception {
        try {
            return run(home);
        } catch (InterruptedException | InterruptedIOException | Workspaces.Wrong e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("the command ended early", e);
            Troubles.Told told = Troubles.told(e);
            throw new Refusal(told.exit(), told.code(), home.redact(told.message()), home.redact(told.whatToDo()));
        }
    }

    /** @return the exit code, see {@link Exit} */
    abstract int run(Home home) throws Exception;
}
