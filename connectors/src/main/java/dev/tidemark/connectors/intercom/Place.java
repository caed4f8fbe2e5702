package dev.tidemark.connectors.intercom;

import java.util.Arrays;
import java.util.List;

/**
 * Where a pass over conversations' parts stands.
 *
 * @param after the cursor of the next list of conversations; {@code -} where there is none
 * @param open conversations of the last list whose parts are still to be asked for
 */
record Place(String after, List<String> open) {

    static final String NONE = "-";

    static Place of(String token) {
        String[] words = token.split(" ", -1);
        return new Place(words[0], Arrays.asList(words).subList(1, words.length));
    }

    Place {
        open = List.copyOf(open);
    }

    /** Whether nothing is left. */
    boolean ends() {
        return open.isEmpty() && after.equals(NONE);
    }

    Place withoutFirst() {
        return new Place(after, open.subList(1, open.size()));
    }

    String token() {
        return open.isEmpty() ? after : after + " " + String.join(" ", open);
    }
}
