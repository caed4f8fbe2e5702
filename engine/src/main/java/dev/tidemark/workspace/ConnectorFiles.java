package dev.tidemark.workspace;

import dev.tidemark.connector.Connector;
import java.nio.file.Path;
import java.util.List;

/** Opens the connectors that a workspace file names by a path instead of a word. */
@FunctionalInterface
public interface ConnectorFiles {

    /** Where no connector is read from a file. */
    ConnectorFiles NONE = file -> {
        throw new Unusable(List.of("connectors from files are not read here"));
    };

    /**
     * The same for the same content. Its name tells one content from any other, so that a changed file is another connector.
     *
     * @param file absolute; a folder too
     * @throws Unusable where it cannot be read or does not run
     */
    Connector open(Path file) throws Unusable;

    /** A file that is no connector, with all reasons. */
    final class Unusable extends Exception {

        private final transient List<String> reasons;

        public Unusable(List<String> reasons) {
            super(String.join("; ", reasons));
            this.reasons = List.copyOf(reasons);
        }

        public List<String> reasons() {
            return reasons;
        }
    }
}
