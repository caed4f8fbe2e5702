package dev.tidemark.connector;

/** Something that a person must mend: each has a stable code, a message and the way out. Holds no secret. */
public final class ConnectorException extends RuntimeException {

    private final String code;
    private final String whatToDo;

    /**
     * @param code stable, such as {@code source.login_refused}; listed in the documentation
     * @param message what is wrong
     * @param whatToDo what the reader can do about it
     */
    public ConnectorException(String code, String message, String whatToDo) {
        super(message);
        this.code = code;
        this.whatToDo = whatToDo;
    }

    public ConnectorException(String code, String message, String whatToDo, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.whatToDo = whatToDo;
    }

    public String code() {
        return code;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
