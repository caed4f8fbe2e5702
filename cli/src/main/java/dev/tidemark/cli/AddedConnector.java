package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.workspace.ConnectorFiles.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A manifest that was added to a folder of connectors, still as it was then.
 *
 * @param name that of its folder, by which workspace files name it
 */
record AddedConnector(String name, ConnectorLock lock, ManifestFile manifest) {

    /**
     * @param folder such as {@code connectors/shop}
     * @throws Unusable where it was never added, cannot be read, or is another than what was added
     */
    static AddedConnector in(Path folder) throws Unusable {
        String name = String.valueOf(folder.getFileName());
        try {
            ConnectorLock lock = ConnectorLock.in(folder)
                    .orElseThrow(() -> new Unusable(List.of("it was never added: 'tidemark connector add " + folder
                            + "' does that; or name it by its path, with a / in it")));
            ManifestFile manifest = ManifestFile.read(folder);
            List<String> differences = lock.differences(manifest.hashes());
            if (!differences.isEmpty()) {
                throw new Unusable(List.of(String.join(", ", differences) + "; put it back, or take the change in with"
                        + " 'tidemark connector add " + folder + " --replace'"));
            }
            return new AddedConnector(name, lock, manifest);
        } catch (IOException e) {
            throw new Unusable(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** @throws Unusable with everything that is in the way of its running */
    Authoring.Loaded load() throws Unusable {
        try {
            return Authoring.load(manifest);
        } catch (BadManifest e) {
            throw new Unusable(e.problems().stream().map(Problem::toString).toList());
        }
    }
}
