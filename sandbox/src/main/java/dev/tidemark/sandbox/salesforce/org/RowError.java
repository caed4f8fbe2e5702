package dev.tidemark.sandbox.salesforce.org;

import java.util.List;

/** Why one record was refused, in Salesforce's words. */
public record RowError(String statusCode, String message, List<String> fields) {
    public RowError {
        fields = List.copyOf(fields);
    }

    public static RowError of(String statusCode, String message, String... fields) {
        return new RowError(statusCode, message, List.of(fields));
    }
}
