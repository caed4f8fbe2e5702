package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.org.RowError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole request that is refused, as {@code [{message, errorCode}]}. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String errorCode;
    private final transient @Nullable List<String> fields;

    ApiException(int status, String errorCode, String message) {
        super(message);
        this.status = status;
        this.errorCode = errorCode;
        this.fields = null;
    }

    /** A refused record of a request that is about one record. */
    ApiException(RowError error) {
        super(error.message());
        this.status =
                error.statusCode().equals("ENTITY_IS_DELETED") && error.fields().isEmpty() ? 404 : 400;
        this.errorCode = error.statusCode();
        this.fields = error.fields();
    }

    static ApiException notFound() {
        return new ApiException(404, "NOT_FOUND", "The requested resource does not exist");
    }

    static ApiException method(String method, String allowed) {
        return new ApiException(
                405, "METHOD_NOT_ALLOWED", "HTTP Method '" + method + "' not allowed. Allowed are " + allowed);
    }

    int status() {
        return status;
    }

    String errorCode() {
        return errorCode;
    }

    /** Null where Salesforce writes none: when the error is not about a record. */
    @Nullable
    List<String> fields() {
        return fields;
    }
}
