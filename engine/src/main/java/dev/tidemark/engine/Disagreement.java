package dev.tidemark.engine;

/** Another worker on this store has another version of Tidemark or other workspaces, so this one does not start. */
public final class Disagreement extends RuntimeException {

    private final transient JdbcWorkers.Seen other;
    private final String whatToDo;

    Disagreement(JdbcWorkers.Seen other, String message, String whatToDo) {
        super(message);
        this.other = other;
        this.whatToDo = whatToDo;
    }

    /** The other worker, and when it was last seen: one that was killed is not seen again. */
    public JdbcWorkers.Seen other() {
        return other;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
