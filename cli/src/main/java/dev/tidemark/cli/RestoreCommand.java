package dev.tidemark.cli;

import dev.tidemark.backup.Manifest;
import dev.tidemark.backup.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark restore}. */
@Command(
        name = "restore",
        description = {
            "Puts a backup into an empty store. No engine may run on it.",
            "What destinations have taken since the backup stays: syncs go on from the backup's checkpoints, and newer"
                    + " versions win."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark restore tidemark.zip --data ./new",
            "  tidemark restore tidemark.zip --force"
        })
final class RestoreCommand extends StoreCommand {

    /** An engine that was not seen for so long is gone. */
    private static final Duration GONE = Duration.ofSeconds(30);

    @Parameters(paramLabel = "FILE", description = "A file that 'tidemark backup' wrote")
    Path file = Path.of("");

    @Option(names = "--force", description = "Replaces what the store holds")
    boolean force;

    RestoreCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws IOException {
        Instant now = home.clock().instant();
        Manifest manifest = new Restore(home.store(), home.archive())
                .read(terminal.folder().resolve(file), force, now.minus(GONE), now);
        home.becomes(manifest.dataId());
        terminal.say("Restored the backup of " + manifest.at() + ". Its secrets are opened by the key file "
                + home.keyFile().path() + ".");
        return Exit.OK;
    }
}
