package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ListTable;
import dev.tidemark.connector.NamingRule;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.View;
import dev.tidemark.connector.View.Item;
import dev.tidemark.connector.View.Part;
import dev.tidemark.connector.View.Step;
import dev.tidemark.connector.View.Value;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was learned of a table's lists, kept beside its mark, and the views that it makes. */
final class ListShapes {

    static final String POSITION = "_tidemark_position";

    private final Connection connection;
    private final TableSpec table;

    ListShapes(Connection connection, TableSpec table) {
        this.connection = connection;
        this.table = table;
    }

    Map<String, FieldType> known(ListTable list) throws SQLException {
        Map<String, FieldType> fields = new LinkedHashMap<>();
        Jdbc.list(
                connection,
                "SELECT field, type FROM tidemark.shape WHERE sync = ? AND list = ? ORDER BY place",
                row -> fields.put(row.getString(1), FieldType.valueOf(row.getString(2))),
                table.sync(),
                identity(list));
        return fields;
    }

    /** A field keeps the column that it was given first. */
    void keep(ListTable list, Map<String, FieldType> fields) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        Jdbc.list(
                connection,
                "SELECT field, column_name FROM tidemark.shape WHERE sync = ? AND list = ? ORDER BY place",
                row -> columns.put(row.getString(1), row.getString(2)),
                table.sync(),
                identity(list));
        Set<String> taken = new HashSet<>(columns.values());
        fixed().forEach(item -> taken.add(item.column()));
        for (Map.Entry<String, FieldType> field : fields.entrySet()) {
            String name = field.getKey();
            String column = columns.get(name);
            if (column == null) {
                String plain = name.equals(ListLearner.VALUE) ? "value" : NamingRule.of(name);
                column = taken.contains(plain) ? NamingRule.told(name.equals(ListLearner.VALUE) ? plain : name) : plain;
            }
            taken.add(column);
            columns.put(name, column);
            Jdbc.update(
                    connection,
                    """
                    INSERT INTO tidemark.shape (sync, list, field, place, column_name, type) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (sync, list, field) DO UPDATE SET type = excluded.type
                    """,
                    table.sync(),
                    identity(list),
                    name,
                    columns.size(),
                    column,
                    field.getValue().name());
        }
    }

    View view(ListTable list) throws SQLException {
        List<Item> items = new ArrayList<>(fixed());
        Jdbc.list(
                connection,
                "SELECT field, column_name, type FROM tidemark.shape WHERE sync = ? AND list = ? ORDER BY place",
                row -> items.add(new Item(
                        row.getString(2),
                        FieldType.valueOf(row.getString(3)),
                        new Value.Inside(
                                row.getString(1).equals(ListLearner.VALUE) ? List.of() : List.of(row.getString(1))))),
                table.sync(),
                identity(list));
        Step each = new Step.Each(new Value.At(list.column(), list.path()));
        return new View(
                table.schema(),
                list.name(),
                List.of(new Part(table.schema(), table.name(), List.of(each), items, Optional.empty(), Set.of())));
    }

    private List<Item> fixed() throws SQLException {
        Map<String, String> stands = Catalog.columns(connection, table.schema(), table.name());
        List<Item> items = new ArrayList<>();
        for (String key : table.key()) {
            FieldType type = ColumnTypes.of(stands.getOrDefault(key, "text")).orElse(FieldType.TEXT);
            items.add(new Item(NamingRule.fitting(table.name() + "_" + key), type, new Value.At(key, List.of())));
        }
        items.add(new Item(POSITION, FieldType.INTEGER, new Value.Place()));
        items.add(new Item(Meta.SYNCED_AT, FieldType.INSTANT, new Value.SyncedAt()));
        items.add(new Item(Meta.DELETED_AT, FieldType.INSTANT, new Value.DeletedAt()));
        return items;
    }

    private static String identity(ListTable list) {
        List<String> all = new ArrayList<>(List.of(list.column()));
        all.addAll(list.path());
        return String.join(".", all);
    }
}
