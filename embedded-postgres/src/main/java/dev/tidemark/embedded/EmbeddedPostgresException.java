package dev.tidemark.embedded;

/** The embedded PostgreSQL cannot be had, and a person must mend something first. Holds no secret. */
public final class EmbeddedPostgresException extends RuntimeException {

    private final String code;
    private final String whatToDo;

    EmbeddedPostgresException(String code, String message, String whatToDo) {
        super(message);
        this.code = code;
        this.whatToDo = whatToDo;
    }

    EmbeddedPostgresException(String code, String message, String whatToDo, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.whatToDo = whatToDo;
    }

    /** Stable, such as {@code postgres.folder_unusable}. */
    public String code() {
        return code;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
