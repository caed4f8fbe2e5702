package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.ObjectStore;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The records of all tables, and the places of lists that are being read. */
final class Records {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_ITERATORS = 1_000;

    /** What a list found when it began. */
    private record Iteration(List<String> ids, Instant until) {}

    private final ObjectStore store;
    private final InstantSource clock;
    private final Ids ids;
    private final Map<String, Iteration> iterations = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private Duration iteratorLife = Duration.ofMinutes(5);

    Records(InstantSource clock, long seed) {
        this.clock = clock;
        this.store = new ObjectStore(clock, ChronoUnit.SECONDS, Duration.ofMinutes(10));
        this.ids = new Ids(new Dice(seed ^ 0x5EED));
    }

    ObjectStore store() {
        return store;
    }

    void iteratorLife(Duration life) {
        iteratorLife = life;
    }

    void expireIterators() {
        store.locked(() -> {
            iterations.clear();
            return null;
        });
    }

    String newId(String kind) {
        return ids.next(kind);
    }

    StoredObject create(Table table, ObjectNode cells) {
        table.columns().stream()
                .filter(column -> column.type().equals("autoNumber"))
                .forEach(column -> cells.put(column.name(), numbers.merge(table.id(), 1, Integer::sum)));
        return store.insert(table.id(), newId("rec"), cells);
    }

    Optional<StoredObject> live(Table table, String id) {
        return store.newest(table.id(), id).filter(record -> !record.isDeleted());
    }

    /** Those that a reader sees, in the table's order. */
    List<StoredObject> seen(Table table) {
        return store.seen(table.id()).stream()
                .filter(record -> !record.isDeleted())
                .toList();
    }

    /** One page of a list. */
    record Page(List<StoredObject> records, Optional<String> offset) {}

    /** @throws Refused where the place is no longer known */
    Page page(Table table, int size, String offset, Formula.Value filter) {
        return store.locked(() -> {
            Instant now = clock.instant();
            String name;
            int from = 0;
            if (offset.isEmpty()) {
                name = newId("itr");
                List<String> found = seen(table).stream()
                        .filter(record -> Formula.isTrue(filter.of(shown(table, record))))
                        .map(StoredObject::id)
                        .toList();
                if (iterations.size() >= MOST_ITERATORS) {
                    iterations.clear();
                }
                iterations.put(name, new Iteration(found, now.plus(iteratorLife)));
            } else {
                name = offset.split("/", 2)[0];
            }
            Iteration iteration = iterations.get(name);
            if (iteration == null || iteration.until().isBefore(now)) {
                throw new Refused(
                        422,
                        "LIST_RECORDS_ITERATOR_NOT_AVAILABLE",
                        "The iterator for the list of records is no longer available; begin again without an offset");
            }
            if (!offset.isEmpty()) {
                from = iteration.ids().indexOf(offset.substring(name.length() + 1));
                if (from < 0) {
                    throw new Refused(422, "INVALID_OFFSET_VALUE", "The value of offset is invalid");
                }
            }
            int to = Math.min(iteration.ids().size(), from + size);
            List<StoredObject> records = iteration.ids().subList(from, to).stream()
                    .flatMap(id -> store.seen(table.id(), id).stream())
                    .filter(record -> !record.isDeleted())
                    .toList();
            return new Page(
                    records,
                    to < iteration.ids().size()
                            ? Optional.of(name + "/" + iteration.ids().get(to))
                            : Optional.empty());
        });
    }

    /** The record with what is computed from it. */
    StoredObject shown(Table table, StoredObject record) {
        ObjectNode cells = record.body().deepCopy();
        for (Column column : table.columns()) {
            switch (column.type()) {
                case "lastModifiedTime" -> cells.put(column.name(), time(record.updated()));
                case "formula" -> {
                    JsonNode amount = cells.path("Amount");
                    if (amount.isNumber()) {
                        cells.put(column.name(), Math.round(amount.asDouble() / 30 * 100) / 100.0);
                    } else {
                        cells.putObject(column.name()).put("specialValue", "NaN");
                    }
                }
                default -> {}
            }
        }
        return record.withBody(cells);
    }

    /** The record as it is answered: empty cells are left out. */
    ObjectNode json(Table table, StoredObject record, List<String> wanted) {
        ObjectNode cells = shown(table, record).body();
        ObjectNode node = JSON.createObjectNode().put("id", record.id()).put("createdTime", time(record.created()));
        ObjectNode fields = node.putObject("fields");
        for (Column column : table.columns()) {
            boolean asked = wanted.isEmpty() || wanted.contains(column.name()) || wanted.contains(column.id());
            if (asked && cells.has(column.name())) {
                fields.set(column.name(), cells.get(column.name()));
            }
        }
        return node;
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString().replaceFirst("(:\\d\\d)Z$", "$1.000Z");
    }
}
