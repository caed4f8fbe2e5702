package dev.tidemark.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands have in common that try a manifest against its API, or a recording of it. */
final class TrialOptions {

    @Parameters(paramLabel = "FILE|FOLDER", description = "A manifest, YAML or JSON, or the folder of one")
    Path manifest = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "The settings as JSON, nested as the manifest's spec has them. A secret may be written"
                    + " \"$${env:NAME}\" or \"$${file:/path}\"")
    Path config = Path.of("");

    @Option(
            names = "--now",
            paramLabel = "TIME",
            description = "What templates and cursors take for the present, such as 2026-01-31T12:00:00Z")
    @Nullable
    String now;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Writes every exchange into this file, a line of JSON each, secrets taken out")
    @Nullable
    Path record;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Answers from such a file, without a network; an unexpected request fails")
    @Nullable
    Path replay;
}
