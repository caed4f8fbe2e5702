package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Counts;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a table must hold after slices of people, worked out one key after the other in memory. */
final class ExpectedTable {

    private final boolean hard;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, Long> graves = new TreeMap<>();
    private long loaded;
    private long unchanged;
    private long deleted;

    ExpectedTable(boolean hard) {
        this.hard = hard;
    }

    private record Row(
            @Nullable String name,
            long size,
            @Nullable Long version,
            @Nullable Long deletedAt) {}

    private record Versioned(Person person, @Nullable Long version) {}

    List<String> rows() {
        List<String> lines = new ArrayList<>();
        rows.forEach((id, row) -> lines.add(id + "|" + row.name + "|" + (row.name == null ? null : row.size) + "|"
                + moment(row.version) + "|" + moment(row.deletedAt)));
        return lines;
    }

    private static @Nullable Instant moment(@Nullable Long second) {
        return second == null ? null : Instant.ofEpochSecond(second < 0 ? People.RETRIEVED_AT / 1_000_000 : second);
    }

    Counts counts(long seen) {
        return new Counts(seen, loaded, unchanged, deleted, 0);
    }

    void countAnew() {
        loaded = 0;
        unchanged = 0;
        deleted = 0;
    }

    void apply(List<Person> slice) {
        Map<String, List<Versioned>> byKey = new TreeMap<>();
        for (Person person : slice) {
            String id = java.util.Objects.requireNonNull(person.id());
            List<Versioned> line = byKey.computeIfAbsent(id, key -> new ArrayList<>());
            line.add(new Versioned(person, person.version() != null ? person.version() : standing(id, line)));
        }
        byKey.forEach((id, line) -> {
            Versioned winner = newest(line);
            long before = loaded + deleted;
            if (winner.person.deleted()) {
                List<Versioned> live =
                        line.stream().filter(v -> !v.person.deleted()).toList();
                if (!live.isEmpty()) {
                    live(id, newest(live));
                }
                tombstone(id, winner);
            } else {
                live(id, winner);
            }
            unchanged += line.size() - (loaded + deleted - before);
        });
    }

    private @Nullable Long standing(String id, List<Versioned> line) {
        Row row = rows.get(id);
        Long version = row == null ? null : row.version;
        for (Versioned earlier : line) {
            if (version == null || (earlier.version != null && earlier.version > version)) {
                version = earlier.version;
            }
        }
        return version;
    }

    private static Versioned newest(List<Versioned> line) {
        Versioned best = line.getFirst();
        for (Versioned next : line) {
            if (value(next.version) >= value(best.version)) {
                best = next;
            }
        }
        return best;
    }

    private static long value(@Nullable Long version) {
        return version == null ? Long.MIN_VALUE : version;
    }

    private boolean buried(String id, @Nullable Long version) {
        Long grave = graves.get(id);
        return grave != null && version != null && version < grave;
    }

    private void live(String id, Versioned next) {
        if (buried(id, next.version)) {
            return;
        }
        Row row = rows.get(id);
        if (row != null && row.version != null && next.version != null && next.version < row.version) {
            return;
        }
        Long version = next.version == null && row != null ? row.version : next.version;
        Row now = new Row(next.person.name(), next.person.size(), version, null);
        if (!now.equals(row)) {
            rows.put(id, now);
            loaded++;
        }
    }

    private void tombstone(String id, Versioned next) {
        if (buried(id, next.version)) {
            return;
        }
        Row row = rows.get(id);
        boolean older = row != null && row.version != null && next.version != null && next.version < row.version;
        Long version = next.version == null && row != null ? row.version : next.version;
        if (hard) {
            long stands = Math.max(value(row == null ? null : row.version), value(next.version));
            if (stands != Long.MIN_VALUE) {
                graves.merge(id, stands, Math::max);
            }
            if (row != null && !older) {
                rows.remove(id);
                deleted++;
            }
        } else if (row == null) {
            rows.put(
                    id,
                    new Row(
                            next.person.name(),
                            next.person.size(),
                            next.version,
                            next.person.version() == null ? -1 : next.person.version()));
            deleted++;
        } else if (!older) {
            // What the tombstone brings are the last known values; one that brings only its key leaves those that
            // stand.
            boolean whole = next.person.name() != null;
            String name = whole ? next.person.name() : row.name;
            long size = whole ? next.person.size() : row.size;
            if (row.deletedAt != null) {
                rows.put(id, new Row(name, size, version, row.deletedAt));
            } else {
                rows.put(id, new Row(name, size, version, next.person.version() == null ? -1 : next.person.version()));
                deleted++;
            }
        }
    }
}
