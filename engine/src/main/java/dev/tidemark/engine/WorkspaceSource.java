package dev.tidemark.engine;

import dev.tidemark.workspace.Workspace;
import java.util.Objects;

/**
 * A workspace as its file says it.
 *
 * @param hash of the file's content, by which two workers see whether they agree
 * @param path of the file, for people
 * @param content of the file; holds references to secrets, never a secret
 */
public record WorkspaceSource(Workspace workspace, String hash, String path, String content) {
    public WorkspaceSource {
        Objects.requireNonNull(workspace);
        Objects.requireNonNull(content);
    }
}
