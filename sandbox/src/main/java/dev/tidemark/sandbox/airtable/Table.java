package dev.tidemark.sandbox.airtable;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One table of the base; the first of its columns is its primary field. */
record Table(String id, String name, List<Column> columns) {
    private static final JsonMapper JSON = new JsonMapper();

    Optional<Column> column(String nameOrId) {
        return columns.stream()
                .filter(column -> column.name().equals(nameOrId) || column.id().equals(nameOrId))
                .findFirst();
    }

    ObjectNode description() {
        ObjectNode node = JSON.createObjectNode()
                .put("id", id)
                .put("name", name)
                .put("primaryFieldId", columns.getFirst().id());
        var fields = node.putArray("fields");
        columns.forEach(column -> fields.add(column.description()));
        node.putArray("views")
                .addObject()
                .put("id", "viw" + Ids.of(name))
                .put("name", "Grid view")
                .put("type", "grid");
        return node;
    }
}
