package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.sql.read.Place.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One page of a table. A pass over everything goes by the key. A pass over changes goes by the time of change and the key, so that
 * rows which share a time are told apart and a row that changes meanwhile comes again behind; rows without such a time come
 * first, each pass, for nothing tells whether they changed.
 */
final class PageQuery {

    /** A page is so many bytes, and what its last row adds to them. */
    static final int MOST_BYTES = 8 << 20;

    /** A table without a key cannot be read in parts. */
    static final int MOST_BYTES_WITHOUT_KEY = 128 << 20;

    private final SourceDatabase database;
    private final Connection connection;
    private final Plan plan;
    private final Choices choices;

    PageQuery(SourceDatabase database, Connection connection, Plan plan, Choices choices) {
        this.database = database;
        this.connection = connection;
        this.plan = plan;
        this.choices = choices;
    }

    Answer answer(PageRequest request) throws SQLException {
        Optional<Answer> changed = changed(request.stream());
        if (changed.isPresent()) {
            return changed.get();
        }
        boolean isFirst = request.after().isEmpty();
        Optional<Place> place = isFirst ? Optional.of(beginning(request.reading())) : resumed(request);
        if (place.isEmpty()) {
            return new Answer.StartOver("the table's key or the column that tells of changes is another than before");
        }
        if (isFirst && !plan.keyIsVouched() && anyWithoutKey()) {
            return new Answer.Stop(
                    "source.key_null",
                    "rows of '" + plan.table().stream() + "' have no value in the key that was chosen for it: "
                            + keyNames(),
                    "Choose columns under 'keys' that always have a value");
        }
        Optional<Instant> settled =
                isFirst ? Optional.of(database.settled(connection, choices.longest())) : Optional.empty();
        // Where every row has a time, which is mostly so, the first page is that of the changes at once.
        boolean noneTimeless = isFirst
                && place.get().part() == Part.TIMELESS
                && !any(plan.cursor().orElseThrow().order() + " IS NULL");
        return page(request, noneTimeless ? start(Part.CHANGED) : place.get(), settled);
    }

    /** The stream may have been described a while ago; a value would not fit a type that is another by now. */
    private Optional<Answer> changed(StreamSpec stream) {
        for (Field field : stream.fields()) {
            Optional<TableColumn> column = plan.table().column(field.name());
            if (column.isPresent() && column.get().field().type() != field.type()) {
                return Optional.of(new Answer.Stop(
                        "source.table_changed",
                        "the column '" + field.name() + "' of '" + stream.name() + "' is "
                                + column.get().field().detail() + " by now",
                        "The next run looks at the table anew"));
            }
        }
        List<String> key = plan.key().stream().map(TableColumn::name).toList();
        return key.equals(stream.key())
                ? Optional.empty()
                : Optional.of(new Answer.Stop(
                        "source.table_changed",
                        "the key of '" + stream.name() + "' is another by now",
                        "The next run looks at the table anew"));
    }

    private Place beginning(Reading reading) {
        if (!(reading instanceof Reading.Since) || plan.cursor().isEmpty()) {
            return start(Part.ALL);
        }
        return start(plan.cursor().get().nullable() ? Part.TIMELESS : Part.CHANGED);
    }

    private Place start(Part part) {
        return new Place(part, order(part).stream().map(TableColumn::name).toList(), List.of());
    }

    private Optional<Place> resumed(PageRequest request) {
        return request.after().flatMap(Place::of).filter(place -> {
            List<String> order =
                    order(place.part()).stream().map(TableColumn::name).toList();
            boolean isWhole = place.values().isEmpty() || place.values().size() == order.size();
            return isWhole && place.columns().equals(order) && !order.isEmpty();
        });
    }

    private List<TableColumn> order(Part part) {
        return part == Part.CHANGED
                ? Stream.concat(
                                plan.cursor().stream(),
                                plan.key().stream()
                                        .filter(k -> !plan.cursor()
                                                .map(TableColumn::name)
                                                .equals(Optional.of(k.name()))))
                        .toList()
                : plan.key();
    }

    private Answer page(PageRequest request, Place place, Optional<Instant> settled) throws SQLException {
        List<TableColumn> order = order(place.part());
        List<TableColumn> columns = plan.table().columns().stream()
                .filter(c -> request.stream().field(c.name()).isPresent())
                .toList();
        boolean isKeyed = !order.isEmpty();
        int most = isKeyed ? choices.pageRows() : Integer.MAX_VALUE - 1;
        List<String> arguments = new ArrayList<>();
        String sql = sql(request, place, columns, order, arguments) + (isKeyed ? " LIMIT " + (most + 1) : "");
        try (PreparedStatement statement = database.streaming(connection, sql);
                PageWriter page = new PageWriter(columns, choices.zoneOrUtc())) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setString(i + 1, arguments.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return fill(request, place, settled, rows, page, columns.size(), most);
            }
        }
    }

    private Answer fill(
            PageRequest request,
            Place place,
            Optional<Instant> settled,
            ResultSet rows,
            PageWriter page,
            int columns,
            int most)
            throws SQLException {
        boolean isKeyed = !place.columns().isEmpty();
        List<String> last = List.of();
        boolean more = false;
        int count = 0;
        while (!more && rows.next()) {
            if (isKeyed && count > 0 && (count >= most || page.size() >= MOST_BYTES)) {
                more = true;
                if (!plan.keyIsVouched()
                        && last.equals(values(rows, columns, place.columns().size()))) {
                    return notUnique();
                }
                if (count < most) {
                    database.enough(connection);
                }
            } else if (page.size() > MOST_BYTES_WITHOUT_KEY) {
                return tooLargeWithoutKey();
            } else {
                page.row(rows);
                count++;
                if (isKeyed) {
                    List<String> values = values(rows, columns, place.columns().size());
                    if (!plan.keyIsVouched() && values.equals(last)) {
                        return notUnique();
                    }
                    last = values;
                }
                piece(rows, count, page.size());
            }
        }
        boolean nothingNew = settled.isPresent() && count == 0 && place.part() == Part.CHANGED;
        return new Answer.Page(
                page.page(), next(place, more, last), settled, Limits.UNKNOWN, total(request, settled, nothingNew));
    }

    /** Pieces of a few megabytes, whatever the size of a row. */
    private static void piece(ResultSet rows, int count, int bytes) throws SQLException {
        if (count == 50 || count % 1_000 == 0) {
            int fitting = (4 << 20) / Math.max(1, bytes / count);
            rows.setFetchSize(Math.max(1, Math.min(2_000, fitting)));
        }
    }

    private Next next(Place place, boolean more, List<String> last) {
        if (more) {
            return new Next.More(new Place(place.part(), place.columns(), last).token());
        }
        return place.part() == Part.TIMELESS ? new Next.More(start(Part.CHANGED).token()) : Next.Done.of();
    }

    private OptionalLong total(PageRequest request, Optional<Instant> settled, boolean nothingNew) {
        if (nothingNew) {
            return OptionalLong.of(0);
        }
        return settled.isPresent() && request.reading() instanceof Reading.Everything
                ? plan.table().rows()
                : OptionalLong.empty();
    }

    private String sql(
            PageRequest request,
            Place place,
            List<TableColumn> columns,
            List<TableColumn> order,
            List<String> arguments) {
        String selected = Stream.concat(
                        columns.stream().map(TableColumn::select),
                        order.stream().map(TableColumn::place))
                .collect(Collectors.joining(", "));
        List<String> conditions = new ArrayList<>();
        if (!plan.table().where().isEmpty()) {
            conditions.add(plan.table().where());
        }
        if (place.part() == Part.TIMELESS) {
            conditions.add(order(Part.CHANGED).getFirst().order() + " IS NULL");
        }
        if (!place.values().isEmpty()) {
            conditions.add(database.after(order));
            database.bindings(order.size())
                    .forEach(n -> arguments.add(place.values().get(n)));
        } else if (place.part() == Part.CHANGED && request.reading() instanceof Reading.Since(Instant from)) {
            TableColumn cursor = order.getFirst();
            conditions.add(cursor.order() + " >= " + cursor.bound());
            arguments.add(bound(cursor, from));
        }
        return "SELECT " + selected + " FROM " + plan.table().from() + " t"
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + (order.isEmpty()
                        ? ""
                        : " ORDER BY " + order.stream().map(TableColumn::order).collect(Collectors.joining(", ")));
    }

    private String bound(TableColumn cursor, Instant from) {
        return switch (cursor.spelling()) {
            case LOCAL -> PageWriter.local(from, choices.zoneOrUtc());
            case UTC -> PageWriter.local(from, java.time.ZoneOffset.UTC);
            default -> PageWriter.local(from, java.time.ZoneOffset.UTC) + "+00";
        };
    }

    private static List<String> values(ResultSet row, int columns, int places) throws SQLException {
        List<String> values = new ArrayList<>(places);
        for (int i = 1; i <= places; i++) {
            values.add(String.valueOf(row.getString(columns + i)));
        }
        return values;
    }

    private boolean anyWithoutKey() throws SQLException {
        String conditions = plan.key().stream()
                .filter(TableColumn::nullable)
                .map(k -> k.order() + " IS NULL")
                .collect(Collectors.joining(" OR "));
        return !conditions.isEmpty() && any(conditions);
    }

    private boolean any(String condition) throws SQLException {
        String where = plan.table().where().isEmpty() ? "" : plan.table().where() + " AND ";
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT 1 FROM " + plan.table().from() + " t WHERE " + where + "(" + condition + ") LIMIT 1");
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private String keyNames() {
        return plan.key().stream().map(TableColumn::name).collect(Collectors.joining(", "));
    }

    private Answer notUnique() {
        return new Answer.Stop(
                "source.key_not_unique",
                "two rows of '" + plan.table().stream() + "' have the same key, as it was chosen: " + keyNames(),
                "Choose columns under 'keys' that tell all rows apart");
    }

    private Answer tooLargeWithoutKey() {
        return new Answer.Stop(
                "source.key_missing",
                "'" + plan.table().stream() + "' has no key, and is too large to be read at once",
                "Give it a primary key, or name columns that tell its rows apart under 'keys' of the source");
    }
}
