package dev.tidemark.cli;

import dev.tidemark.secret.JdbcSecretTable;
import dev.tidemark.secret.Vault;
import picocli.CommandLine.Command;

/** {@code tidemark secrets}. */
@Command(
        name = "secrets",
        description = "Secrets that APIs handed out, kept encrypted in the store.",
        subcommands = Secrets.ForgetAll.class,
        synopsisSubcommandLabel = "forget",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  tidemark secrets forget"})
final class Secrets {

    /** {@code tidemark secrets forget}. */
    @Command(
            name = "forget",
            description = "Gives up every stored secret, also where the key is lost. Each account signs in anew.")
    static final class ForgetAll extends StoreCommand {

        ForgetAll(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(Home home) {
            Vault.forgetAll(new JdbcSecretTable(home.store()));
            terminal.warn("Every stored secret is forgotten; the values of the workspace files count again.");
            return Exit.OK;
        }
    }
}
