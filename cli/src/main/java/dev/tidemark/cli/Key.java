package dev.tidemark.cli;

import picocli.CommandLine.Command;

/** {@code tidemark key}. */
@Command(
        name = "key",
        description = "The key that encrypts stored secrets.",
        subcommands = Key.Rotate.class,
        synopsisSubcommandLabel = "rotate",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  tidemark key rotate"})
final class Key {

    /** {@code tidemark key rotate}. */
    @Command(
            name = "rotate",
            description = "Makes a new key and encrypts every stored secret anew with it. Engines need not stop.")
    static final class Rotate extends StoreCommand {

        Rotate(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(Home home) {
            int count = home.vault().rotate();
            terminal.warn(Words.count(count) + (count == 1 ? " secret" : " secrets") + " encrypted anew.");
            return Exit.OK;
        }
    }
}
