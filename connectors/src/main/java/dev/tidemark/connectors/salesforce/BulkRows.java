package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.rest.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a model as the CSV of an ingest job. Where JSON says null, this says {@code #N/A}: an empty value would leave the field
 * as it is.
 *
 * @param header the app's fields, in the order of the columns
 */
record BulkRows(WriteSpec spec, List<String> header) {

    private static final String NULL = "#N/A";

    /** Salesforce takes no more of one field ("Limits for Ingest Jobs"). */
    private static final int LONGEST_VALUE = 32_000;

    /** Half of what an upload may have, for Salesforce counts it in base64. */
    private static final long MOST_CHARACTERS = 50_000_000;

    static BulkRows of(WriteSpec spec) {
        return new BulkRows(spec, spec.mapping().keySet().stream().sorted().toList());
    }

    /** How many of the rows, from the first on, can be written as CSV and fit into one upload. */
    int fitting(List<ModelRow> rows) {
        long characters = 0;
        for (int i = 0; i < rows.size(); i++) {
            for (String field : header) {
                Object value = value(rows.get(i), field);
                if (!isSpeakable(field, value)) {
                    return i;
                }
                characters += value == null ? NULL.length() : Rows.text(value).length() + 3;
            }
            if (characters > MOST_CHARACTERS) {
                return i;
            }
        }
        return rows.size();
    }

    /** Whether CSV can say it: not that a reference is cleared by the name of what it refers to, nor the text #N/A itself. */
    private static boolean isSpeakable(String field, @Nullable Object value) {
        return switch (value) {
            case null -> !field.contains(".");
            case ModelRow.JsonText json -> false;
            case String text -> text.length() <= LONGEST_VALUE && !text.strip().equals(NULL);
            default -> Rows.text(value).length() <= LONGEST_VALUE;
        };
    }

    private @Nullable Object value(ModelRow row, String field) {
        return Rows.value(row, spec.mapping().getOrDefault(field, field));
    }

    /** A row's values as they are sent. */
    List<String> values(ModelRow row) {
        List<String> values = new ArrayList<>(header.size());
        for (String field : header) {
            Object value = value(row, field);
            String text = value == null ? "" : Rows.text(value);
            boolean names = spec.match().filter(field::equals).isPresent();
            values.add(text.isBlank() && !names ? NULL : text);
        }
        return values;
    }

    byte[] csv(List<ModelRow> rows) {
        StringBuilder csv = new StringBuilder();
        line(header, csv);
        rows.forEach(row -> line(values(row), csv));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(List<String> values, StringBuilder csv) {
        for (int i = 0; i < values.size(); i++) {
            csv.append(i == 0 ? "\"" : ",\"")
                    .append(values.get(i).replace("\"", "\"\""))
                    .append('"');
        }
        csv.append('\n');
    }
}
