package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.schema.FieldType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The records of an aggregate query. */
record Groups(List<Named> columns, List<List<@Nullable Object>> rows) implements ResultSet {
    record Named(String name, FieldType type) {}

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int width() {
        return 0;
    }

    @Override
    public void write(int index, JsonGenerator json, String version) {
        json.writeStartObject();
        json.writeObjectPropertyStart("attributes");
        json.writeStringProperty("type", "AggregateResult");
        json.writeEndObject();
        for (int i = 0; i < columns.size(); i++) {
            json.writeName(columns.get(i).name());
            RowJson.value(json, columns.get(i).type(), rows.get(index).get(i));
        }
        json.writeEndObject();
    }
}
