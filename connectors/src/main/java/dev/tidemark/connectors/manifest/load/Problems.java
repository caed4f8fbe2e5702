package dev.tidemark.connectors.manifest.load;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that was found wrong so far, so that a person sees all of it at once. */
public final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    public void add(String place, String what) {
        found.add(new Problem(place, what));
    }

    public List<Problem> all() {
        return List.copyOf(found);
    }

    /** With the lines of this text at which they are. */
    public List<Problem> all(String text) {
        return BadManifest.numbered(all(), text);
    }

    public boolean none() {
        return found.isEmpty();
    }

    public void addAll(Collection<Problem> more) {
        found.addAll(more);
    }
}
