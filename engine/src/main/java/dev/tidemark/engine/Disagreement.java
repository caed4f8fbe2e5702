package dev.tidemark.engine;

/** Another worker on this store has another version of Tidemark or other workspaces, so this one does not start. */
public final class Disagreement extends RuntimeException {

    private final String whatToDo;

    Disagreement(String message, String whatToDo) {
        super(message);
        this.whatToDo = whatToDo;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
