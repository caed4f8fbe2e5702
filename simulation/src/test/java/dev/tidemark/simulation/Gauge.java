package dev.tidemark.simulation;

import dev.tidemark.simulation.Harbour.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tidemarks at the destination, as anybody may, and holds them against the app: whenever one has moved, everything
 * that was committed before it must be in.
 */
final class Gauge {

    /** As a reader finds it. */
    record Mark(Optional<Instant> changesTo, Optional<Instant> deletesTo, boolean vouchesForNotes) {
        static final Mark NONE = new Mark(Optional.empty(), Optional.empty(), false);
    }

    /** A row of a table; {@code note} is null where the table has no such column. */
    private record Row(
            String name, long size, long changed, @Nullable String note, boolean deleted) {}

    private final Harbour harbour;
    private final Map<String, Mark> last = new HashMap<>();
    private boolean exists;

    Gauge(Harbour harbour) {
        this.harbour = harbour;
    }

    /** Looks at the tables of these streams, which have their names. */
    void look(List<String> streams) {
        exists |=
                World.count("SELECT count(*) FROM pg_views WHERE schemaname = 'tidemark' AND viewname = 'tables'") > 0;
        if (!exists) {
            return;
        }
        for (List<@Nullable String> row : World.rows("""
            SELECT sync, changes_to AT TIME ZONE 'UTC', deletes_to AT TIME ZONE 'UTC', 'note' <> ALL (not_vouched)
            FROM tidemark.tables\
            """)) {
            String stream = String.valueOf(row.getFirst());
            Mark now = new Mark(moment(row.get(1)), moment(row.get(2)), "t".equals(row.get(3)));
            if (streams.contains(stream) && !now.equals(last.put(stream, now))) {
                holds(stream, now);
            }
        }
    }

    Mark of(String stream) {
        return last.getOrDefault(stream, Mark.NONE);
    }

    private static Optional<Instant> moment(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(t -> OffsetDateTime.parse(t.replace(' ', 'T') + "Z").toInstant());
    }

    private void holds(String stream, Mark mark) {
        Map<String, Row> table = table(stream);
        List<String> wrong = new ArrayList<>();
        harbour.history(stream).forEach((id, versions) -> {
            Optional<Row> row = Optional.ofNullable(table.get(id));
            mark.changesTo().ifPresent(to -> changes(mark, to, versions, row).ifPresent(why -> wrong.add(id + why)));
            mark.deletesTo().ifPresent(to -> deletes(to, versions, row).ifPresent(why -> wrong.add(id + why)));
        });
        if (!wrong.isEmpty()) {
            throw new AssertionError("the tidemark of " + stream + " is ahead of the truth, " + mark + ": " + wrong);
        }
    }

    private static Optional<String> changes(Mark mark, Instant to, List<Version> versions, Optional<Row> row) {
        int known = newestBefore(to, versions);
        if (known < 0 || versions.get(known).deleted()) {
            return Optional.empty();
        }
        if (row.isEmpty() || row.get().deleted()) {
            boolean wentLater =
                    versions.subList(known + 1, versions.size()).stream().anyMatch(Version::deleted);
            return wentLater ? Optional.empty() : Optional.of(" is not in: " + versions.get(known) + " but " + row);
        }
        boolean notes = mark.vouchesForNotes() && row.get().note() != null;
        return versionOf(row.get(), versions, notes) >= known
                ? Optional.empty()
                : Optional.of(" is not in as it was: " + versions.get(known) + " but " + row.get());
    }

    private static Optional<String> deletes(Instant to, List<Version> versions, Optional<Row> row) {
        int known = newestBefore(to, versions);
        boolean gone = known >= 0 && versions.get(known).deleted();
        return gone && row.isPresent() && !row.get().deleted() && versionOf(row.get(), versions, false) <= known
                ? Optional.of(" is deleted: " + versions.get(known) + " but " + row.get())
                : Optional.empty();
    }

    private static int newestBefore(Instant to, List<Version> versions) {
        int newest = -1;
        for (int i = 0; i < versions.size(); i++) {
            if (Instant.ofEpochSecond(versions.get(i).changed()).isBefore(to)) {
                newest = i;
            }
        }
        return newest;
    }

    /** The newest version that the row may be. */
    private static int versionOf(Row row, List<Version> versions, boolean notes) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            Version v = versions.get(i);
            if (!v.deleted()
                    && v.name().equals(row.name)
                    && v.size() == row.size
                    && v.changed() == row.changed
                    && (!notes || v.note().equals(row.note))) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, Row> table(String stream) {
        boolean hasNote = World.count("""
            SELECT count(*) FROM pg_attribute WHERE attrelid = 'synced.%s'::regclass AND attname = 'note'
            """.formatted(stream)) > 0;
        Map<String, Row> table = new HashMap<>();
        for (List<@Nullable String> row : World.rows("""
            SELECT id, name, size, extract(epoch FROM changed)::bigint, %s, _tidemark_deleted_at IS NOT NULL
            FROM synced.%s\
            """.formatted(hasNote ? "note" : "NULL", stream))) {
            table.put(
                    String.valueOf(row.getFirst()),
                    new Row(
                            String.valueOf(row.get(1)),
                            Long.parseLong(String.valueOf(row.get(2))),
                            Long.parseLong(String.valueOf(row.get(3))),
                            row.get(4),
                            "t".equals(row.get(5))));
        }
        return table;
    }
}
