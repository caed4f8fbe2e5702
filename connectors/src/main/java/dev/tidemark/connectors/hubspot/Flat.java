package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connectors.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pages whose rows lie inside of other records, or are of something that the page does not name: made flat, a record for each
 * row, with what they are of. A page is small: definitions of one type, 250 members, the histories of 50 records.
 */
final class Flat {

    /** What a page holds, as its format says; with what it is of behind it. */
    static final String NONE = "none";

    static final String HISTORIES = "histories";
    private static final String DEFINITIONS = "definitions";
    private static final String ARCHIVED = "archived";
    private static final String STAGES = "stages";
    private static final String MEMBERS = "members";

    private Flat() {}

    static String definitions(String type, boolean archived) {
        return (archived ? ARCHIVED : DEFINITIONS) + ";" + type;
    }

    static String stages(String type, String pipeline) {
        return STAGES + ";" + type + ";" + pipeline;
    }

    static String members(String list, String type) {
        return MEMBERS + ";" + list + ";" + type;
    }

    /** @param format as it was given to the page, behind {@code json;} */
    static byte[] of(Kind kind, String format, byte[] page) throws BadPage {
        JsonNode results = Json.tree(page).path(RecordPages.RECORDS);
        String[] words = format.split(";", -1);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode result : results) {
            if (!(result instanceof ObjectNode record)) {
                throw new BadPage("a result is not an object");
            }
            switch (words[0]) {
                case HISTORIES -> histories(record, rows);
                case MEMBERS -> rows.add(record.put("listId", words[1]).put("objectTypeId", words[2]));
                case STAGES -> rows.add(stage(record, words[1], words[2], true));
                case DEFINITIONS, ARCHIVED ->
                    defined((Kind.Definitions) kind, record, words[1], words[0].equals(ARCHIVED), rows);
                default -> {} // what it leads to follows on later pages
            }
        }
        return Json.bytes(Map.of(RecordPages.RECORDS, rows));
    }

    private static void defined(
            Kind.Definitions kind, ObjectNode record, String type, boolean archived, List<ObjectNode> rows) {
        switch (kind) {
            case PROPERTIES -> {
                String name = record.path("name").asString("");
                rows.add(marked(record, archived).put(Streams.OBJECT, type).put(Streams.ID, type + "." + name));
            }
            case PIPELINES -> rows.add(marked(record, archived).put(Streams.OBJECT, type));
            case STAGES -> {
                String pipeline = record.path(Streams.ID).asString("");
                for (JsonNode one : record.path("stages")) {
                    if (one instanceof ObjectNode stage) {
                        rows.add(stage(stage, type, pipeline, archived));
                    }
                }
            }
        }
    }

    /** What stands in a list of archived ones is archived, whether it says so or not. */
    private static ObjectNode marked(ObjectNode record, boolean archived) {
        boolean says = record.path("archived").asBoolean(false);
        return record.put("archived", archived || says);
    }

    /** What HubSpot says of stages in metadata of their own is in fields, too: which there is, the type decides. */
    private static ObjectNode stage(ObjectNode stage, String type, String pipeline, boolean archived) {
        JsonNode metadata = stage.path("metadata");
        for (String name : List.of("isClosed", "probability", "ticketState")) {
            if (metadata.has(name)) {
                stage.set(name, metadata.path(name));
            }
        }
        return marked(stage, archived).put(Streams.OBJECT, type).put("pipelineId", pipeline);
    }

    /**
     * Each value from the oldest to the newest, with the time at which the next one took its place; so of two of the same
     * moment the later one stays.
     */
    private static void histories(ObjectNode record, List<ObjectNode> rows) {
        record.path("propertiesWithHistory").properties().forEach(entry -> {
            List<ObjectNode> values = new ArrayList<>();
            if (entry.getValue() instanceof ArrayNode history) {
                history.forEach(value -> {
                    if (value instanceof ObjectNode one) {
                        values.addFirst(one);
                    }
                });
            }
            values.sort(Comparator.comparing(value -> value.path("timestamp").asString("")));
            for (int i = 0; i < values.size(); i++) {
                ObjectNode value = values.get(i);
                boolean current = i == values.size() - 1;
                if (!current) {
                    value.set("until", values.get(i + 1).path("timestamp"));
                }
                rows.add(value.put("current", current)
                        .put("property", entry.getKey())
                        .put(Streams.ID, record.path(Streams.ID).asString(""))
                        .put(Streams.UPDATED, record.path(Streams.UPDATED).asString("")));
            }
        });
    }
}
