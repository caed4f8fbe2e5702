package dev.tidemark.connectors.hubspot;

import dev.tidemark.connectors.rest.Params;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Where a pass over a stream stands.
 *
 * @param phase what is asked for now
 * @param seen records answered so far, for progress
 * @param after HubSpot's cursor of the next page of a list, or the last id of a search; empty at the start
 * @param pending what is still to be asked for: of associations and histories records, {@code id}, or {@code id:cursor} in
 *     their middle; of definitions types, and pipelines as {@code type/pipeline}; of memberships lists, {@code list:type}, or
 *     {@code list:type:cursor}. None has a comma or a space
 */
record Position(Phase phase, long seen, String after, List<String> pending) {

    /** What a pass asks for, one phase after the other. */
    enum Phase {
        /** A list of what there is. */
        LIST,
        /** A search, from id to id. */
        SEARCH,
        /** What the records of the page before are associated with. */
        LINKS,
        /** A list of what was archived. */
        ARCHIVED,
        /** Which types there are. */
        TYPES,
        /** The archived stages of a pipeline. */
        STAGES,
        /** Who is in a list. */
        MEMBERS
    }

    private static final String VERSION = "1";

    Position {
        pending = List.copyOf(pending);
    }

    static Position start(Phase phase) {
        return new Position(phase, 0, "", List.of());
    }

    static Position of(String token) {
        String[] parts = token.split(" ", -1);
        if (parts.length != 5 || !parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("not a position of this connector: " + token);
        }
        return new Position(
                Phase.valueOf(parts[1]),
                Long.parseLong(parts[2]),
                URLDecoder.decode(parts[3], StandardCharsets.UTF_8),
                parts[4].isEmpty() ? List.of() : Arrays.asList(parts[4].split(",", -1)));
    }

    String token() {
        return String.join(
                " ", VERSION, phase.name(), Long.toString(seen), Params.encoded(after), String.join(",", pending));
    }

    /** The next page of the same phase. */
    Position on(long more, String next) {
        return new Position(phase, seen + more, next, List.of());
    }

    /** The beginning of another phase. */
    Position then(Phase next, long more) {
        return new Position(next, seen + more, "", List.of());
    }
}
