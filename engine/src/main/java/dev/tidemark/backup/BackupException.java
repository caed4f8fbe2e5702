package dev.tidemark.backup;

/** A backup cannot be made or put back, and a person must mend something first. */
public final class BackupException extends RuntimeException {

    private final String code;
    private final String whatToDo;

    BackupException(String code, String message, String whatToDo) {
        super(message);
        this.code = code;
        this.whatToDo = whatToDo;
    }

    /** Stable, such as {@code backup.not_empty}. */
    public String code() {
        return code;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
