package dev.tidemark.cli;

/** A command cannot do what was asked, and says what would help. Holds no secret. */
final class Refusal extends RuntimeException {

    private final String code;
    private final String whatToDo;
    private final int exit;

    Refusal(int exit, String code, String message, String whatToDo) {
        super(message);
        this.exit = exit;
        this.code = code;
        this.whatToDo = whatToDo;
    }

    int exit() {
        return exit;
    }

    String code() {
        return code;
    }

    String whatToDo() {
        return whatToDo;
    }
}
