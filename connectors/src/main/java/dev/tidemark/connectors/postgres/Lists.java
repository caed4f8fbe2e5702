package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ListTable;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Views;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nested lists of a table that are shown as tables: what a load learns of them, and its views. */
final class Lists {

    private final Connection connection;
    private final TableSpec table;
    private final Map<ListTable, ListLearner> learners = new LinkedHashMap<>();

    /** The learners of each column; null for most, so that rows of tables without lists cost nothing. */
    private final @Nullable List<ListLearner>[] byColumn;

    @SuppressWarnings("unchecked")
    Lists(Connection connection, TableSpec table, Views views) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.byColumn =
                (@Nullable List<ListLearner>[]) new List<?>[table.columns().size()];
        ListShapes shapes = new ListShapes(connection, table);
        List<String> names = table.columns().stream().map(Column::name).toList();
        for (ListTable list : views.lists()) {
            int column = names.indexOf(list.column());
            if (column >= 0) {
                ListLearner learner = new ListLearner(list.path(), shapes.known(list));
                learners.put(list, learner);
                List<ListLearner> mine = byColumn[column];
                if (mine == null) {
                    mine = new ArrayList<>();
                    byColumn[column] = mine;
                }
                mine.add(learner);
            }
        }
    }

    void learn(int column, String json) {
        List<ListLearner> mine = byColumn[column];
        if (mine != null) {
            mine.forEach(learner -> learner.learn(json));
        }
    }

    /** Gives the views the columns that were learned, in the transaction that brings the rows. */
    List<String> grow() throws SQLException {
        List<ListTable> grown = learners.entrySet().stream()
                .filter(entry -> entry.getValue().grown())
                .map(Map.Entry::getKey)
                .toList();
        if (grown.isEmpty()) {
            return List.of();
        }
        ListShapes shapes = new ListShapes(connection, table);
        for (Map.Entry<ListTable, ListLearner> entry : learners.entrySet()) {
            if (entry.getValue().grown()) {
                shapes.keep(entry.getKey(), entry.getValue().fields());
            }
        }
        KeptViews views = new KeptViews(connection, table, Views.NONE);
        views.grow(grown);
        List<String> notes = new ArrayList<>(views.done());
        learners.forEach((list, learner) -> {
            if (learner.full()) {
                notes.add("the elements of " + list.column() + " have more than " + ListLearner.MOST_FIELDS
                        + " fields: those that came later are in the column, not in the view " + list.name());
            }
        });
        return notes;
    }

    /** What was learned is durable. */
    void kept() {
        learners.values().forEach(ListLearner::kept);
    }
}
