package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.rest.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** Rows of a model as Zendesk's JSON. A null clears the field. */
final class Rendered {

    private static final Object NULL = new RawValue("null");

    private Rendered() {}

    /** @param id the record's id where it was asked for; null where the row names its record itself, or makes one */
    static Map<String, Object> of(WriteSpec spec, ModelRow row, @Nullable String id) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (id != null) {
            json.put(Target.ID, number(id));
        }
        spec.mapping().forEach((field, column) -> {
            boolean names = spec.mode() != Mode.INSERT
                    && spec.match().filter(field::equals).isPresent();
            if (!names || id == null) {
                put(json, field, spelt(field, Rows.value(row, column)));
            }
        });
        return json;
    }

    private static void put(Map<String, Object> json, String field, Object value) {
        int dot = field.indexOf('.');
        if (dot < 0) {
            json.put(field, value);
        } else if (field.startsWith("custom_fields.")) {
            list(json, "custom_fields").add(Map.of(Target.ID, number(field.substring(dot + 1)), "value", value));
        } else {
            inner(json, field.substring(0, dot)).put(field.substring(dot + 1), value);
        }
    }

    @SuppressWarnings(
            "unchecked") // made here and nowhere else; a mapping of both the whole and a part is the row's own fault
    private static List<Object> list(Map<String, Object> json, String name) {
        return (List<Object>) json.compute(name, (n, old) -> old instanceof List ? old : new ArrayList<>());
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<String, Object> inner(Map<String, Object> json, String name) {
        return (Map<String, Object>) json.compute(name, (n, old) -> old instanceof Map ? old : new LinkedHashMap<>());
    }

    private static Object spelt(String field, @Nullable Object value) {
        if (field.equals(Target.EXTERNAL_ID) && value != null) {
            return Rows.text(value);
        }
        if (field.equals(Target.ID) && value != null) {
            return number(Rows.text(value));
        }
        Object json = Rows.json(value);
        return json == null ? NULL : json;
    }

    private static Object number(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : text;
    }
}
