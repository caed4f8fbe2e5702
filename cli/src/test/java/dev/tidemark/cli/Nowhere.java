package dev.tidemark.cli;

import dev.tidemark.connector.Access;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** An account at no app. */
final class Nowhere {

    static final Access ACCESS = new ReplayAccess(List.of(), Map.of(), InstantSource.fixed(Instant.EPOCH), request -> {
        throw new AssertionError("nothing is sent from here: " + request);
    });

    private Nowhere() {}
}
