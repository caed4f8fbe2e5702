package dev.tidemark.sandbox.salesforce.org;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.StandardObjects;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that Salesforce sets itself when others change; stored, unlike formulas. */
final class Derived {
    private Derived() {}

    static Row complete(@Nullable Row before, Row row, Map<Field, @Nullable Object> given) {
        SObject object = row.object();
        return switch (object.name()) {
            case "Contact", "User" -> row.with(one(object.the("Name"), fullName(row)));
            case "Opportunity" -> opportunity(before, row, given);
            case "Task" ->
                row.with(Map.of(
                        object.the("IsClosed"),
                        "Completed".equals(row.get("Status")),
                        object.the("IsHighPriority"),
                        "High".equals(row.get("Priority"))));
            case "Attachment" ->
                row.with(one(object.the("BodyLength"), row.get("Body") instanceof byte[] body ? body.length : 0));
            default -> row;
        };
    }

    private static Row opportunity(@Nullable Row before, Row row, Map<Field, @Nullable Object> given) {
        SObject object = row.object();
        String stage = String.valueOf(row.get("StageName"));
        Row closed = row.with(Map.of(
                object.the("IsClosed"), stage.startsWith("Closed"), object.the("IsWon"), stage.equals("Closed Won")));
        boolean moved = before == null || !stage.equals(before.get("StageName"));
        Double chance = StandardObjects.PROBABILITY.get(stage);
        return moved && chance != null && !given.containsKey(object.the("Probability"))
                ? closed.with(one(object.the("Probability"), chance))
                : closed;
    }

    private static String fullName(Row row) {
        Object first = row.get("FirstName");
        return first == null ? String.valueOf(row.get("LastName")) : first + " " + row.get("LastName");
    }

    private static Map<Field, @Nullable Object> one(Field field, Object value) {
        return Map.of(field, value);
    }
}
