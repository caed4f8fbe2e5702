package dev.tidemark.connectors.manifest.load;

import java.util.List;
import java.util.stream.Collectors;

/** A manifest that cannot run, with the complete list of reasons. */
public final class BadManifest extends Exception {

    private final transient List<Problem> problems;

    public BadManifest(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public BadManifest(String what) {
        this(List.of(new Problem("", what)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
