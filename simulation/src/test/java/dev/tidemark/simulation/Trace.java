package dev.tidemark.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, in order; two plays of one seed give the same lines. */
final class Trace {

    private static final int SHOWN = 120;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The end of the story, for a person. */
    String tail() {
        int from = Math.max(0, lines.size() - SHOWN);
        return (from > 0 ? "… " + from + " acts before\n" : "") + String.join("\n", lines.subList(from, lines.size()));
    }
}
