package dev.tidemark.connector;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A place in a stream of which several parts may be asked for at the same time.
 *
 * @param next the place as a whole: a token that knows of every lane, or the end once no lane is left
 * @param open what may be asked for now, most pressing first; empty at the end alone
 */
public record Lanes(Next next, List<Lane> open) {

    public Lanes {
        Objects.requireNonNull(next);
        open = List.copyOf(open);
        if (open.isEmpty() != next instanceof Next.Done) {
            throw new IllegalArgumentException("lanes are open until the end, and not behind it");
        }
        Set<String> names = new HashSet<>();
        if (!open.stream().allMatch(lane -> names.add(lane.name()))) {
            throw new IllegalArgumentException("two lanes of one name: " + open);
        }
    }
}
