package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a table is read, from what the database and its owner say of it.
 *
 * @param table with the columns that are kept as text so
 * @param key the columns that tell its rows apart; empty where none are known
 * @param keyIsVouched whether the database sees to it that they do
 * @param cursor the column that says when a row changed; empty where the table is read whole each time
 */
record Plan(Table table, List<TableColumn> key, boolean keyIsVouched, Optional<TableColumn> cursor) {

    /** Names of columns that applications keep the time of a row's last change in, without their underscores. */
    private static final Set<String> BY_CONVENTION = Set.of(
            "updatedat",
            "updatedon",
            "updatetime",
            "updatedtime",
            "updated",
            "modifiedat",
            "modifiedon",
            "modifiedtime",
            "modified",
            "changedat",
            "lastmodified",
            "lastmodifiedat",
            "lastmodifieddate",
            "lastupdate",
            "lastupdated",
            "lastupdatedat",
            "datemodified",
            "dateupdated",
            "gmtmodified",
            "writedate",
            "systemmodstamp");

    /**
     * @param localIsUtc whether times without a zone are certainly in UTC where the owner does not name their zone
     * @throws ConnectorException with code {@code settings.wrong} where the owner names a column that is not there
     */
    static Plan of(Table found, Choices choices, boolean localIsUtc) {
        Table table = kept(found, choices.asText());
        List<String> named = choices.keys().getOrDefault(table.stream(), List.of());
        List<TableColumn> key = named.isEmpty() ? ownKey(table) : columns(table, "keys", named);
        boolean localIsKnown = localIsUtc || choices.zone().isPresent();
        Optional<TableColumn> cursor = key.isEmpty() ? Optional.empty() : cursor(table, choices, localIsKnown);
        return new Plan(table, key, named.isEmpty(), cursor);
    }

    private static Table kept(Table table, Map<String, List<String>> asText) {
        List<String> named = asText.getOrDefault(table.stream(), List.of());
        columns(table, "as_text", named);
        List<TableColumn> columns = table.columns().stream()
                .map(c -> named.contains(c.name()) ? c.asText() : c)
                .toList();
        return new Table(
                table.stream(), table.from(), table.where(), columns, table.keys(), table.indexed(), table.rows());
    }

    private static List<TableColumn> ownKey(Table table) {
        return table.keys().stream()
                .map(names -> names.stream()
                        .flatMap(n -> table.column(n).stream())
                        .filter(c -> !c.order().isEmpty())
                        .toList())
                .filter(columns -> !columns.isEmpty())
                .filter(columns -> table.keys()
                        .contains(columns.stream().map(TableColumn::name).toList()))
                .findFirst()
                .orElse(List.of());
    }

    private static Optional<TableColumn> cursor(Table table, Choices choices, boolean localIsKnown) {
        List<String> named = choices.cursors().get(table.stream());
        if (named != null) {
            Optional<TableColumn> chosen =
                    columns(table, "cursors", named).stream().findFirst();
            if (chosen.isPresent() && !chosen.get().isMoment()) {
                throw Choices.wrong(
                        "cursors",
                        table.stream() + "(" + chosen.get().name() + "), which is no moment",
                        "Name a column of a time stamp's type, or none: ()");
            }
            return chosen;
        }
        if (table.isOurs()) {
            // Its rows bear the times of where they came from, and arrive later.
            return Optional.empty();
        }
        return table.columns().stream()
                .filter(c -> c.isMoment() && table.indexed().contains(c.name()))
                .filter(c -> localIsKnown || c.spelling() != Spelling.LOCAL)
                .filter(c -> c.stamped() || isByConvention(c.name()))
                .min(Comparator.comparing(c -> !c.stamped()));
    }

    private static boolean isByConvention(String name) {
        return BY_CONVENTION.contains(name.replace("_", "").toLowerCase(Locale.ROOT));
    }

    private static List<TableColumn> columns(Table table, String setting, List<String> names) {
        List<TableColumn> found = new ArrayList<>();
        for (String name : names) {
            found.add(table.column(name)
                    .orElseThrow(() -> Choices.wrong(
                            setting,
                            table.stream() + "(" + name + "), for there is no such column",
                            "Its columns are "
                                    + table.columns().stream()
                                            .map(TableColumn::name)
                                            .collect(Collectors.joining(", ")))));
        }
        return found;
    }

    StreamSpec stream() {
        return new StreamSpec(
                table.stream(),
                table.columns().stream().map(TableColumn::field).toList(),
                key.stream().map(TableColumn::name).toList(),
                cursor.isPresent() ? CursorKind.TIME : CursorKind.NONE,
                // A row that is read later is newer, whatever the clocks of those who wrote it say.
                Optional.empty(),
                false,
                Set.of());
    }
}
