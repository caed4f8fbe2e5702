package dev.tidemark.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup says of itself.
 *
 * @param version of the program that made it
 * @param schema of the store's tables
 * @param dataId by which the key file is found; the key itself is never in a backup
 * @param tables with their columns, in the order in which they are put back
 */
public record Manifest(String version, int schema, String dataId, Instant at, Map<String, List<String>> tables) {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    public Manifest {
        tables = new LinkedHashMap<>(tables);
    }

    byte[] write() {
        ObjectNode node = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("version", version)
                .put("schema", schema)
                .put("data_id", dataId)
                .put("at", at.toString());
        ObjectNode list = node.putObject("tables");
        tables.forEach((table, columns) -> columns.forEach(list.putArray(table)::add));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    }

    /** @throws BackupException where this is no manifest, or one of a newer Tidemark */
    static Manifest read(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (node.path("format").asInt() != FORMAT) {
                throw new BackupException(
                        "backup.newer", "the backup was made by another Tidemark", "Use the Tidemark that made it");
            }
            Map<String, List<String>> tables = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> table : node.path("tables").properties()) {
                List<String> columns = new ArrayList<>();
                table.getValue().forEach(c -> columns.add(c.asString()));
                tables.put(table.getKey(), columns);
            }
            return new Manifest(
                    node.path("version").asString(),
                    node.path("schema").asInt(),
                    node.path("data_id").asString(),
                    Instant.parse(node.path("at").asString()),
                    tables);
        } catch (JacksonException e) {
            throw new BackupException("backup.broken", "the file is no backup of Tidemark", "Name another file");
        }
    }
}
