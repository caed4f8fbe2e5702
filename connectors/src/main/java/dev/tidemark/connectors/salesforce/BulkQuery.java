package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import java.util.LinkedHashSet;
import java.util.Set;

/** The queries that are asked of query jobs: in no order, which lets Salesforce read an object in parts. */
final class BulkQuery {

    private static final String BASE64 = "base64";

    private BulkQuery() {}

    /** Whether such a job can answer all fields; of compound ones it answers the parts. */
    static boolean canRead(StreamSpec stream) {
        return stream.fields().stream()
                .allMatch(field -> field.type() == FieldType.JSON
                        ? Compound.of(field).isPresent()
                        : !field.detail().equals(BASE64));
    }

    /** @param afterId empty for all records */
    static String soql(StreamSpec stream, String afterId) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add(Soql.ID);
        for (Field field : stream.fields()) {
            Compound.of(field)
                    .ifPresentOrElse(
                            compound -> compound.parts().forEach(part -> columns.add(part.field())),
                            () -> columns.add(field.name()));
        }
        if (Soql.marksDeletes(stream)) {
            columns.add(Soql.IS_DELETED);
        }
        String where = afterId.isEmpty() ? "" : " WHERE " + Soql.ID + " > " + Soql.quoted(afterId);
        return "SELECT " + String.join(",", columns) + " FROM " + stream.name() + where;
    }
}
