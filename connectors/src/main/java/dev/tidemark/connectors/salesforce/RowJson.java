package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.rest.Rows;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * Rows of a model as Salesforce's JSON. A null clears the field. A field named {@code Account.Code__c} sets the reference to
 * the record that has this external id.
 *
 * <p>Numbers travel as strings: Salesforce reads them for fields of numbers as for those of text, whereas it refuses a JSON
 * number for a field of text, which many external ids are.
 */
final class RowJson {

    private RowJson() {}

    /** @param id the record's id; null where Salesforce finds it, or makes it */
    static Map<String, @Nullable Object> of(WriteSpec spec, ModelRow row, @Nullable String id) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("attributes", Map.of("type", spec.stream()));
        if (id != null) {
            json.put("id", id);
        }
        spec.mapping().forEach((field, column) -> {
            boolean names = id != null && spec.match().filter(field::equals).isPresent();
            if (!names) {
                put(json, field, Rows.value(row, column));
            }
        });
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String field, @Nullable Object value) {
        int dot = field.indexOf('.');
        if (dot < 0) {
            json.put(field, spelt(value));
        } else if (value == null) {
            json.put(reference(field.substring(0, dot)), null);
        } else {
            json.put(field.substring(0, dot), Map.of(field.substring(dot + 1), spelt(value)));
        }
    }

    /** The field behind a relationship: {@code Account} is kept in AccountId, {@code Ship__r} in Ship__c. */
    private static String reference(String relationship) {
        return relationship.endsWith("__r")
                ? relationship.substring(0, relationship.length() - 1) + "c"
                : relationship + "Id";
    }

    private static Object spelt(@Nullable Object value) {
        return switch (value) {
            case null -> new RawValue("null");
            case Boolean truth -> truth;
            case ModelRow.JsonText(String json) -> new RawValue(json);
            default -> Rows.text(value);
        };
    }
}
