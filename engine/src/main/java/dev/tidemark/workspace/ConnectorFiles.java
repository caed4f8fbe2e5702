package dev.tidemark.workspace;

import dev.tidemark.connector.Connector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens the connectors that lie in files: those that a workspace file names by a path, and those beside it by a name. */
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

    /**
     * The connector of this name among those that lie beside workspace files.
     *
     * @param folder that of the workspace file
     * @return empty where there is none of this name
     * @throws Unusable where there is one and it does not run
     */
    default Optional<Connector> find(Path folder, String name) throws Unusable {
        return Optional.empty();
    }

    /** The names that {@link #find} knows, those that do not run too. */
    default Set<String> names(Path folder) {
        return Set.of();
    }

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
