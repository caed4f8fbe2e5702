package dev.tidemark.sync;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.StreamSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which fields of a stream become which columns. A column is named as its field unless renamed, in lower case words:
 * {@code AccountId} becomes {@code account_id}, {@code Health__c} becomes {@code health__c}.
 *
 * @param only the fields wanted; empty for all
 * @param except fields left out
 * @param rename columns by field
 */
public record Layout(Set<String> only, Set<String> except, Map<String, String> rename) {

    public static final Layout ALL = new Layout(Set.of(), Set.of(), Map.of());

    public Layout {
        only = Set.copyOf(only);
        except = Set.copyOf(except);
        rename = Map.copyOf(rename);
    }

    /**
     * The stream with the fields wanted, the key and the version among them always.
     *
     * @throws ConnectorException with code {@code sync.unknown_field} where a field named here is not in the stream
     */
    public StreamSpec choose(StreamSpec stream) {
        List<String> unknown = new ArrayList<>();
        for (Set<String> named : List.of(only, except, rename.keySet())) {
            named.stream().filter(f -> stream.field(f).isEmpty()).sorted().forEach(unknown::add);
        }
        if (!unknown.isEmpty()) {
            throw new ConnectorException(
                    "sync.unknown_field",
                    "the stream " + stream.name() + " has no field " + String.join(", ", unknown),
                    "Correct 'fields:' of the sync in the workspace file; 'tidemark discover' lists the fields");
        }
        java.util.HashSet<String> wanted = new java.util.HashSet<>();
        for (Field field : stream.fields()) {
            if ((only.isEmpty() || only.contains(field.name())) && !except.contains(field.name())) {
                wanted.add(field.name());
            }
        }
        return stream.only(wanted);
    }

    /**
     * The columns for a chosen stream, in its fields' order.
     *
     * @throws ConnectorException with code {@code sync.column_twice} where two fields would share a column
     */
    public List<Column> columns(StreamSpec chosen) {
        Map<String, String> taken = new HashMap<>();
        List<Column> columns = new ArrayList<>(chosen.fields().size());
        for (Field field : chosen.fields()) {
            String name = column(field.name());
            String other = taken.put(name, field.name());
            if (other != null) {
                throw new ConnectorException(
                        "sync.column_twice",
                        "the fields " + other + " and " + field.name() + " would both be the column " + name,
                        "Give one of them another name under 'fields: rename:' of the sync");
            }
            columns.add(new Column(name, field.type()));
        }
        return columns;
    }

    /** The column of one field. */
    public String column(String field) {
        return rename.getOrDefault(field, snakeCase(field));
    }

    /** {@code BillingPostalCode} to {@code billing_postal_code}, {@code HTTPStatus} to {@code http_status}. */
    public static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9_]", "_")
                .toLowerCase(Locale.ROOT);
    }
}
