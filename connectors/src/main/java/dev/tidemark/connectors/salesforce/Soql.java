package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The queries that are asked, in SOQL. */
final class Soql {

    static final String ID = "Id";
    static final String IS_DELETED = "IsDeleted";

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Soql() {}

    /**
     * Every record of a reading whose id is greater, in the order of ids: an order that no change disturbs, so that the pass
     * can go on from any record when Salesforce has forgotten the query.
     *
     * @param afterId empty for all
     */
    static String query(PageRequest request, String afterId) {
        StreamSpec stream = request.stream();
        Set<String> fields = new LinkedHashSet<>();
        fields.add(ID);
        stream.fields().forEach(field -> fields.add(field.name()));
        if (marksDeletes(stream)) {
            fields.add(IS_DELETED);
        }
        List<String> conditions = new ArrayList<>();
        if (request.reading() instanceof Reading.Since(Instant from)
                && stream.cursor() == StreamSpec.CursorKind.TIME
                && stream.versionField().isPresent()) {
            conditions.add(stream.versionField().get() + " >= " + MOMENT.format(from));
        }
        if (!afterId.isEmpty()) {
            conditions.add("Id > " + quoted(afterId));
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + String.join(",", fields) + " FROM " + stream.name() + where + " ORDER BY Id";
    }

    /** Whether a query of everything tells of deletes, too. */
    static boolean marksDeletes(StreamSpec stream) {
        return stream.seesDeletes() && !DeleteLog.has(stream);
    }

    /** A string literal. */
    static String quoted(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }
}
