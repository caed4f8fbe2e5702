package dev.tidemark.sandbox.salesforce.soql;

/** A query that cannot be run, with Salesforce's error code and its words. */
public final class SoqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String errorCode;

    private SoqlException(String errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    public String errorCode() {
        return errorCode;
    }

    static SoqlException of(String errorCode, String message) {
        return new SoqlException(errorCode, message);
    }

    static SoqlException malformed(String message) {
        return new SoqlException("MALFORMED_QUERY", message);
    }

    /** With the query, a caret under the place, and its row and column, as Salesforce prints them. */
    static SoqlException at(String soql, int offset, String errorCode, String message) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset && i < soql.length(); i++) {
            if (soql.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        int end = soql.indexOf('\n', start);
        String text = soql.substring(start, end < 0 ? soql.length() : end);
        return new SoqlException(
                errorCode,
                "\n" + text + "\n" + " ".repeat(offset - start) + "^\nERROR at Row:" + line + ":Column:"
                        + (offset - start + 1) + "\n" + message);
    }
}
