package dev.tidemark.bench.inbound;

import java.util.List;

/** Who takes part. */
final class Contenders {

    static final List<Contender> ALL =
            List.of(new Tidemark(), new HandMade(true), new HandMade(false), new SpringBatch());

    private Contenders() {}

    static Contender named(String name) {
        return ALL.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }
}
