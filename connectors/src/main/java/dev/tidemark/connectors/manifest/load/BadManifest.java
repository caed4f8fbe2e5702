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

    /** @param text the manifest's own, in which the lines are found */
    public BadManifest(List<Problem> problems, String text) {
        this(numbered(problems, text));
    }

    public BadManifest(String what) {
        this(List.of(new Problem("", what)));
    }

    static List<Problem> numbered(List<Problem> problems, String text) {
        Lines lines = Lines.of(text);
        return problems.stream()
                .map(p -> new Problem(p.place(), p.what(), lines.of(p)))
                .toList();
    }

    public List<Problem> problems() {
        return problems;
    }
}
