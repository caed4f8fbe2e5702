package dev.tidemark.sandbox.airtable;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One field of a table.
 *
 * @param type Airtable's word for it
 * @param choices of a select field
 * @param linked the table whose records a link names; null for others
 */
record Column(
        String id,
        String name,
        String type,
        List<String> choices,
        @Nullable String linked) {
    private static final JsonMapper JSON = new JsonMapper();

    boolean computed() {
        return List.of("formula", "autoNumber", "createdTime", "lastModifiedTime", "count")
                .contains(type);
    }

    ObjectNode description() {
        ObjectNode node = JSON.createObjectNode().put("type", type);
        switch (type) {
            case "singleSelect", "multipleSelects" -> {
                var list = node.putObject("options").putArray("choices");
                for (String choice : choices) {
                    list.addObject()
                            .put("id", "sel" + Ids.of(name + choice))
                            .put("name", choice)
                            .put("color", "blueLight2");
                }
            }
            case "number", "percent" -> node.putObject("options").put("precision", 2);
            case "currency" -> node.putObject("options").put("precision", 2).put("symbol", "$");
            case "checkbox" -> node.putObject("options").put("icon", "check").put("color", "greenBright");
            case "date" ->
                node.putObject("options")
                        .putObject("dateFormat")
                        .put("name", "iso")
                        .put("format", "YYYY-MM-DD");
            case "multipleRecordLinks" ->
                node.putObject("options")
                        .put("linkedTableId", linked)
                        .put("isReversed", false)
                        .put("prefersSingleRecordLink", false);
            case "formula" -> {
                ObjectNode options =
                        node.putObject("options").put("isValid", true).put("formula", "…");
                options.putArray("referencedFieldIds");
                options.putObject("result")
                        .put("type", "number")
                        .putObject("options")
                        .put("precision", 2);
            }
            case "multipleAttachments" -> node.putObject("options").put("isReversed", false);
            default -> {}
        }
        return node.put("id", id).put("name", name);
    }

    /** @throws Refused where the value does not fit; with typecast, text becomes what it can */
    @Nullable
    JsonNode cell(JsonNode value, boolean typecast) {
        if (value.isNull() || (value.isString() && value.asString("").isEmpty())) {
            return null;
        }
        boolean fits = switch (type) {
            case "number", "currency", "percent", "duration", "rating" -> value.isNumber();
            case "checkbox" -> value.isBoolean();
            case "singleSelect" -> value.isString() && (typecast || choices.contains(value.asString("")));
            case "multipleSelects", "multipleRecordLinks", "multipleAttachments" -> value.isArray();
            case "date" -> value.isString() && value.asString("").matches("\\d{4}-\\d\\d-\\d\\d.*");
            case "dateTime" -> value.isString() && value.asString("").matches("\\d{4}-\\d\\d-\\d\\dT.*");
            default -> value.isString();
        };
        if (fits) {
            return "checkbox".equals(type) && !value.asBoolean(false) ? null : value;
        }
        if (typecast) {
            return cast(value);
        }
        if (type.equals("singleSelect")) {
            throw new Refused(
                    422,
                    "INVALID_MULTIPLE_CHOICE_OPTIONS",
                    "Insufficient permissions to create new select option \"" + value + "\"");
        }
        throw new Refused(422, "INVALID_VALUE_FOR_COLUMN", "Field \"" + name + "\" cannot accept the provided value");
    }

    private @Nullable JsonNode cast(JsonNode value) {
        String text = value.isString() ? value.asString("") : value.toString();
        return switch (type) {
            case "number", "currency", "percent", "duration", "rating" ->
                text.matches("-?\\d+(\\.\\d+)?") ? JSON.readTree(text) : null;
            default -> JSON.getNodeFactory().stringNode(text);
        };
    }
}
