package dev.tidemark.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has which looks at a store. */
final class Common {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder: embedded database, archive, key, log. Default: ./.tidemark")
    @Nullable
    Path data;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "Your own PostgreSQL as the store: postgresql://user@host:port/database. The password in it, or in"
                            + " TIDEMARK_STORE_PASSWORD. Also TIDEMARK_STORE. Default: an embedded one in the data folder")
    @Nullable
    String store;

    @Option(
            names = "--connectors",
            paramLabel = "DIR",
            description = "A folder of connectors, jars and added manifests, besides those that lie in 'connectors'"
                    + " beside workspace files")
    @Nullable
    Path connectors;

    @Option(names = "--json", description = "Prints JSON, for machines")
    boolean json;
}
