package dev.tidemark.engine;

import dev.tidemark.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of the workspace files in force. */
public final class JdbcWorkspaces {

    /** A file as it was applied. */
    public record Applied(String name, String hash, String path, String content, Instant at) {}

    void apply(Tx tx, WorkspaceSource source, Instant now) {
        tx.handle()
                .createUpdate("""
                        INSERT INTO workspace (name, hash, path, content, applied_at)
                        VALUES (:name, :hash, :path, :content, :now)
                        ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, path = excluded.path,
                            content = excluded.content, applied_at = excluded.applied_at""")
                .bind("name", source.workspace().name())
                .bind("hash", source.hash())
                .bind("path", source.path())
                .bind("content", source.content())
                .bind("now", now)
                .execute();
    }

    void remove(Tx tx, String name) {
        tx.handle()
                .createUpdate("DELETE FROM workspace WHERE name = :name")
                .bind("name", name)
                .execute();
    }

    public List<Applied> all(Tx tx) {
        return tx.handle()
                .createQuery("SELECT * FROM workspace ORDER BY name")
                .map((rs, ctx) -> new Applied(
                        rs.getString("name"),
                        rs.getString("hash"),
                        rs.getString("path"),
                        rs.getString("content"),
                        rs.getObject("applied_at", java.time.OffsetDateTime.class)
                                .toInstant()))
                .list();
    }

    Map<String, String> hashes(Tx tx) {
        Map<String, String> hashes = new TreeMap<>();
        all(tx).forEach(a -> hashes.put(a.name(), a.hash()));
        return hashes;
    }
}
