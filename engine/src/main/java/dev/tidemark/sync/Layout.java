package dev.tidemark.sync;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.workspace.FieldChoice;
import dev.tidemark.workspace.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields of a stream become which columns.
 *
 * @param choice as the sync's owner wrote it
 */
public record Layout(FieldChoice choice) {

    public static final Layout ALL = new Layout(FieldChoice.ALL);

    /**
     * The stream with the fields wanted, the key and the version among them always.
     *
     * @throws ConnectorException with code {@code sync.unknown_field} where a field named here is not in the stream
     */
    public StreamSpec choose(StreamSpec stream) {
        List<String> unknown = missing(stream);
        if (!unknown.isEmpty()) {
            throw new ConnectorException(
                    "sync.unknown_field",
                    "the stream " + stream.name() + " has no field " + String.join(", ", unknown),
                    "Correct 'fields:' of the sync in the workspace file; 'tidemark discover' lists the fields");
        }
        Set<String> wanted = new HashSet<>();
        for (Field field : stream.fields()) {
            if (choice.includes(field.name())) {
                wanted.add(field.name());
            }
        }
        return stream.only(wanted);
    }

    /** The fields named here that the stream does not have. */
    public List<String> missing(StreamSpec stream) {
        List<String> unknown = new ArrayList<>();
        for (Set<String> named :
                List.of(choice.named(), choice.except(), choice.rename().keySet())) {
            named.stream().filter(f -> stream.field(f).isEmpty()).sorted().forEach(unknown::add);
        }
        return unknown;
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
        return choice.rename().getOrDefault(field, Names.snakeCase(field));
    }
}
