package dev.tidemark.sync;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ListTable;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.View;
import dev.tidemark.connector.Views;
import dev.tidemark.workspace.FieldChoice;
import dev.tidemark.workspace.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields of a stream become which columns, and what is shown of them besides.
 *
 * @param choice as the sync's owner wrote it
 * @param views in which the sync's table takes part
 */
public record Layout(FieldChoice choice, List<View> views) {

    public static final Layout ALL = new Layout(FieldChoice.ALL);

    public Layout(FieldChoice choice) {
        this(choice, List.of());
    }

    public Layout {
        views = List.copyOf(views);
    }

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
        choice.lists().keySet().stream()
                .map(path -> listField(stream, path))
                .filter(f -> stream.field(f).isEmpty())
                .distinct()
                .sorted()
                .forEach(unknown::add);
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

    /**
     * What is kept beside the table of a chosen stream.
     *
     * @throws ConnectorException with code {@code sync.no_list} where a field that is to be a table is not nested
     */
    public Views beside(StreamSpec chosen, String table) {
        List<ListTable> lists = new ArrayList<>();
        choice.listTables(table).forEach((path, name) -> {
            String field = listField(chosen, path);
            if (chosen.field(field).filter(f -> f.type() == FieldType.JSON).isEmpty()) {
                throw new ConnectorException(
                        "sync.no_list",
                        "the field " + field + " of the stream " + chosen.name() + " is no nested value",
                        "Take it out of 'fields: tables:' of the sync; 'tidemark discover' tells which are json");
            }
            String rest = path.equals(field) ? "" : path.substring(field.length() + 1);
            lists.add(new ListTable(name, column(field), rest.isEmpty() ? List.of() : List.of(rest.split("\\.", -1))));
        });
        return new Views(lists, views);
    }

    /** A field may have a dot in its name; otherwise what is before the first one is it. */
    private static String listField(StreamSpec stream, String path) {
        int dot = path.indexOf('.');
        return dot < 0 || stream.field(path).isPresent() ? path : path.substring(0, dot);
    }

    /** The column of one field. */
    public String column(String field) {
        return choice.rename().getOrDefault(field, Names.snakeCase(field));
    }
}
