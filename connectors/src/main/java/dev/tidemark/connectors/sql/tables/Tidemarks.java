package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Tidemark;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The tidemarks of tables, which stand in their marks and move in the transactions that move those. Moments are kept in
 * microseconds since 1970, lists of columns as JSON: the same in every database. People read the view
 * {@code tidemark.tables}.
 *
 * <p>Nothing is known of a table that is filled for the first time until it has one row a key.
 */
public final class Tidemarks {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What people see of the marks, where moments are spelled by this. */
    public static String view(UnaryOperator<String> moment) {
        return """
            SELECT workspace, sync_name AS sync, table_schema, table_name,
                   CASE WHEN filling THEN NULL ELSE %s END AS changes_to,
                   CASE WHEN filling THEN NULL ELSE %s END AS deletes_to,
                   CASE WHEN filling THEN '[]' ELSE coalesce(not_vouched, '[]') END AS not_vouched,
                   CASE WHEN filling THEN 0 ELSE rejected_before END AS rejected, assumes
              FROM tidemark.mark
            """.formatted(moment.apply("changes_to"), moment.apply("deletes_to"));
    }

    private static final String SET = """
        UPDATE tidemark.mark SET changes_to = ?, deletes_to = ?, untraced = ?, awaited = ?, not_vouched = ?,
          rejected_before = ?, assumes = ?
        WHERE sync = ?
        """;

    /**
     * As a mark's row has it.
     *
     * @param begun the number of the first page that was loaded; 0 for none
     * @param listedTo before when each delete was known to the last complete reading of everything
     * @param untraced columns that change without a trace
     * @param awaited columns that no complete reading has brought yet
     * @param leftOut columns that the sync no longer brings
     */
    private record Stands(
            boolean filling,
            long begun,
            Optional<Instant> changesTo,
            Optional<Instant> deletesTo,
            Optional<Instant> listedTo,
            List<String> untraced,
            List<String> awaited,
            List<String> leftOut,
            long rejected,
            String assumes) {

        static Stands of(ResultSet row) throws SQLException {
            return new Stands(
                    row.getBoolean("filling"),
                    row.getLong("begun"),
                    moment(row, "changes_to"),
                    moment(row, "deletes_to"),
                    moment(row, "listed_to"),
                    names(row, "untraced"),
                    names(row, "awaited"),
                    names(row, "left_out"),
                    row.getLong("rejected_before"),
                    Objects.requireNonNullElse(row.getString("assumes"), ""));
        }

        Tidemark shown() {
            return filling
                    ? Tidemark.NONE
                    : new Tidemark(changesTo, deletesTo, union(untraced, awaited, leftOut), rejected, assumes);
        }
    }

    private Tidemarks() {}

    private static List<String> union(Collection<String> one, Collection<String> two, Collection<String> three) {
        TreeSet<String> all = new TreeSet<>(one);
        all.addAll(two);
        all.addAll(three);
        return List.copyOf(all);
    }

    /** Of the mark at which the result stands. */
    public static Tidemark read(ResultSet mark) throws SQLException {
        return Stands.of(mark).shown();
    }

    /** Moves the tidemark of a table whose mark this transaction holds. */
    public static void rise(Connection connection, String sync, Tide tide) throws SQLException {
        Stands now = find(connection, sync);
        Optional<Instant> changes = tide.changes() && (tide.from().isEmpty() || follows(tide, now.changesTo))
                ? later(now.changesTo, tide.to())
                : now.changesTo;
        Optional<Instant> deletes = deletes(now, tide);
        List<String> untraced = tide.notVouched().orElse(now.untraced);
        List<String> awaited = tide.notVouched().isPresent() ? List.of() : now.awaited;
        Jdbc.update(
                connection,
                SET,
                micros(changes),
                micros(deletes),
                json(untraced),
                json(awaited),
                json(union(untraced, awaited, now.leftOut)),
                tide.rejected(),
                tide.assumes(),
                sync);
    }

    /** So many records of before the tidemark are rejected by now. */
    public static void recount(Connection connection, String sync, long rejected) throws SQLException {
        Jdbc.update(connection, "UPDATE tidemark.mark SET rejected_before = ? WHERE sync = ?", rejected, sync);
    }

    private static Optional<Instant> deletes(Stands now, Tide tide) {
        boolean fromNothing = tide.from().isEmpty();
        boolean moves = switch (tide.deletes()) {
            case NEVER -> false;
            case TOLD -> fromNothing ? isOnlyOf(now, tide) : follows(tide, now.deletesTo);
            case ALWAYS_TOLD -> fromNothing || follows(tide, now.deletesTo);
            case ABSENCE -> fromNothing && isOnlyOf(now, tide);
        };
        if (tide.deletes() == Tide.Deletes.NEVER) {
            return Optional.empty();
        }
        return moves ? later(now.deletesTo, tide.to()) : now.deletesTo;
    }

    /** A record that was deleted before the first reading of a new table began is not in it. */
    private static boolean isOnlyOf(Stands now, Tide tide) {
        return tide.first() > 0 && now.begun >= tide.first();
    }

    private static boolean follows(Tide tide, Optional<Instant> stands) {
        Instant from = tide.from().orElseThrow();
        return stands.isPresent() && !from.isAfter(stands.get());
    }

    /** It never goes back: the table still has what it had. */
    private static Optional<Instant> later(Optional<Instant> stands, Instant to) {
        return stands.isPresent() && stands.get().isAfter(to) ? stands : Optional.of(to);
    }

    /**
     * A reading of everything is complete, and decided on what the one before it lacked too: whoever was gone when that one
     * began is in neither.
     *
     * @param tide what this reading tells; empty where it tells of no moment
     * @param braked whether rows that are gone were left all the same
     */
    public static void listed(Connection connection, String sync, Optional<Tide> tide, boolean braked)
            throws SQLException {
        Stands now = find(connection, sync);
        Optional<Instant> deletes =
                braked || now.listedTo.isEmpty() ? now.deletesTo : later(now.deletesTo, now.listedTo.get());
        Jdbc.update(
                connection,
                "UPDATE tidemark.mark SET deletes_to = ?, listed_to = ? WHERE sync = ?",
                micros(deletes),
                micros(tide.map(Tide::to)),
                sync);
    }

    /** What earlier readings lacked is forgotten: two must follow one another anew. */
    public static void forgetListed(Connection connection, String sync) throws SQLException {
        Jdbc.update(connection, "UPDATE tidemark.mark SET listed_to = NULL WHERE sync = ?", sync);
    }

    /**
     * The table is to be as its sync says, from now on. Changes nothing where it was so before.
     *
     * @param leftOut columns of the table that the sync does not bring
     * @param fresh columns that are made or altered now
     */
    public static void prepared(
            Connection connection, TableSpec table, Collection<String> leftOut, Collection<String> fresh)
            throws SQLException {
        Stands now = find(connection, table.sync());
        TreeSet<String> awaited = new TreeSet<>(now.awaited);
        awaited.addAll(fresh);
        awaited.addAll(now.leftOut);
        awaited.removeAll(leftOut);
        awaited.retainAll(table.columns().stream().map(Column::name).toList());
        String workspace = table.keeper().workspace();
        String sync = table.keeper().sync();
        String waits = json(awaited);
        String left = json(new TreeSet<>(leftOut));
        Jdbc.update(
                connection,
                """
                UPDATE tidemark.mark SET fence = fence, workspace = ?, sync_name = ?, awaited = ?, left_out = ?,
                  not_vouched = ?
                WHERE sync = ? AND NOT (workspace = ? AND sync_name = ? AND coalesce(awaited, '[]') = ?
                  AND coalesce(left_out, '[]') = ?)
                """,
                workspace,
                sync,
                waits,
                left,
                json(union(now.untraced, awaited, leftOut)),
                table.sync(),
                workspace,
                sync,
                waits,
                left);
    }

    private static Stands find(Connection connection, String sync) throws SQLException {
        return Jdbc.first(connection, "SELECT * FROM tidemark.mark WHERE sync = ?", Stands::of, sync)
                .orElseThrow();
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static @Nullable Long micros(Optional<Instant> moment) {
        return moment.map(m -> ChronoUnit.MICROS.between(Instant.EPOCH, m)).orElse(null);
    }

    private static List<String> names(ResultSet row, String column) throws SQLException {
        String json = row.getString(column);
        return json == null
                ? List.of()
                : JSON.readTree(json).valueStream().map(JsonNode::asString).toList();
    }

    private static String json(Collection<String> names) {
        ArrayNode array = JSON.createArrayNode();
        names.forEach(array::add);
        return array.toString();
    }
}
