package dev.tidemark.cli;

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

    /** While the log is open: what went wrong is told to the person afterwards, in words. */
    private int logged(Home home) throws Exception {
        try {
            return run(home);
        } catch (RuntimeException e) {
            LOG.warn("the command ended early", e);
            throw e;
        }
    }

    /** @return the exit code, see {@link Exit} */
    abstract int run(Home home) throws Exception;
}
