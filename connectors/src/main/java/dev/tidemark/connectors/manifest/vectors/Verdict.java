package dev.tidemark.connectors.manifest.vectors;

import java.util.List;

/**
 * What came of one file.
 *
 * @param name the file's
 * @param differences readable, the first ones first; none where it passes
 */
public record Verdict(String name, List<String> differences) {

    public boolean passes() {
        return differences.isEmpty();
    }
}
