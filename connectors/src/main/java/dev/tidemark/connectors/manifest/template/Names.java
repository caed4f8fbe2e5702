package dev.tidemark.connectors.manifest.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is known of the template that is being compiled: the names it sets and reads, and how deep it goes. */
final class Names {

    /** So deep may expressions and statements lie within each other: each level takes of the stack. */
    private static final int DEEPEST = 1_000;

    /** What an expression within another takes of the stack, where a link of a chain takes one. */
    private static final int NESTED = 10;

    private final Deque<Set<String>> frames = new ArrayDeque<>();
    private final Set<String> free = new LinkedHashSet<>();
    private final List<TemplateSyntax> doubts = new ArrayList<>();
    private int depth;

    Names() {
        frames.push(new HashSet<>());
    }

    /** The names that must be given. */
    Set<String> free() {
        return free;
    }

    void read(String name) {
        if (frames.stream().noneMatch(names -> names.contains(name))) {
            free.add(name);
        }
    }

    void set(Set<String> names) {
        frames.element().addAll(names);
    }

    void open(Set<String> names) {
        frames.push(new HashSet<>(names));
    }

    Set<String> close() {
        return frames.pop();
    }

    /** What only some paths set must be given, so that all paths have it; Jinja does not look which they are. */
    void setOnSomePath(Set<String> names) {
        for (String name : names) {
            if (!frames.element().contains(name)) {
                read(name);
            }
        }
        set(names);
    }

    int depth() {
        return depth;
    }

    void nest(int line) {
        deepen(NESTED, line);
    }

    void link(int line) {
        deepen(1, line);
    }

    private void deepen(int by, int line) {
        depth += by;
        if (depth > DEEPEST) {
            throw new TemplateSyntax("expressions too deep within each other in line " + line);
        }
    }

    void leaveTo(int before) {
        depth = before;
    }

    /** A filter or a test that is not known; an error, unless it stands where it may never be asked. */
    void doubt(TemplateSyntax error) {
        doubts.add(error);
    }

    int doubts() {
        return doubts.size();
    }

    void forgive(int since) {
        doubts.subList(since, doubts.size()).clear();
    }

    /** @throws TemplateSyntax the first that was not forgiven */
    void check() {
        if (!doubts.isEmpty()) {
            throw doubts.getFirst();
        }
    }
}
