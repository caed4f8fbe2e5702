package dev.tidemark.connectors.program;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connectors.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings that a program is handed: as they are written, references to secrets replaced by the secrets. The account has
 * a secret named {@code config.} and the way to it, with dots, for each reference.
 *
 * @param tree with secrets
 * @param secrets their values, by their names
 */
record ProgramConfig(ObjectNode tree, Map<String, String> secrets) {

    private static final String PREFIX = "config";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):[^{}]+}");

    /** @throws ConnectorException where it is no JSON object, or a secret has no value */
    static ProgramConfig of(Access access) {
        String written = access.settings().find(PREFIX).orElse("{}");
        try {
            JsonNode read = Json.tree(written.getBytes(StandardCharsets.UTF_8));
            Map<String, String> secrets = new LinkedHashMap<>();
            if (filled(read, PREFIX, access.secrets(), secrets) instanceof ObjectNode tree) {
                return new ProgramConfig(tree, secrets);
            }
        } catch (BadPage e) {
            // told below: a parser quotes
        }
        throw new ConnectorException(
                "settings.wrong", "'config' is no JSON object", "Write 'config:' and below it the program's settings");
    }

    private static JsonNode filled(JsonNode written, String path, Secrets from, Map<String, String> secrets) {
        if (written instanceof ObjectNode object) {
            ObjectNode filled = Json.object();
            object.properties()
                    .forEach(e -> filled.set(e.getKey(), filled(e.getValue(), path + "." + e.getKey(), from, secrets)));
            return filled;
        }
        if (written instanceof ArrayNode list) {
            ArrayNode filled = Json.object().putArray("list");
            for (int i = 0; i < list.size(); i++) {
                filled.add(filled(list.get(i), path + "." + i, from, secrets));
            }
            return filled;
        }
        if (written.isString() && REFERENCE.matcher(written.asString()).matches()) {
            String value = from.get(path);
            secrets.put(path, value);
            return Json.object().stringNode(value);
        }
        return written;
    }

    /** Keeps the secrets that are others in the settings that a program handed back. */
    void keep(JsonNode changed, Secrets to) {
        secrets.forEach((path, before) -> {
            JsonNode now = changed;
            for (String step : path.substring(PREFIX.length() + 1).split("\\.", -1)) {
                now = now.isArray() && step.matches("\\d{1,6}") ? now.path(Integer.parseInt(step)) : now.path(step);
            }
            if (now.isString() && !now.asString().isEmpty() && !now.asString().equals(before)) {
                to.put(path, now.asString());
            }
        });
    }

    /** The way to settings that the program calls secrets and that are written as they are. */
    List<String> bare(JsonNode spec) {
        List<String> found = new ArrayList<>();
        bare(spec.path("connectionSpecification"), tree, PREFIX, found);
        return found.stream().distinct().toList();
    }

    private void bare(JsonNode schema, JsonNode value, String path, List<String> found) {
        if (schema.path("airbyte_secret").asBoolean(false)
                && value.isString()
                && !value.asString().isEmpty()
                && !secrets.containsKey(path)) {
            found.add(path);
        }
        for (String kind : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(kind).forEach(choice -> bare(choice, value, path, found));
        }
        schema.path("properties").properties().forEach(property -> {
            JsonNode inner = value.path(property.getKey());
            if (!inner.isMissingNode()) {
                bare(property.getValue(), inner, path + "." + property.getKey(), found);
            }
        });
    }

    /** The text without any of the secrets. */
    String discreet(String text) {
        String clean = text;
        for (String secret : longestFirst()) {
            clean = clean.replace(secret, "[redacted]");
        }
        return clean;
    }

    private List<String> longestFirst() {
        List<String> values = new ArrayList<>();
        for (String secret : secrets.values()) {
            if (!secret.isEmpty()) {
                values.add(secret);
                String quoted = Json.text(secret);
                values.add(quoted.substring(1, quoted.length() - 1));
                secret.lines().filter(line -> line.length() > 8).forEach(values::add);
            }
        }
        values.sort((a, b) -> b.length() - a.length());
        return values;
    }

    @Override
    public String toString() {
        return "settings of a program, with " + secrets.size() + " secrets";
    }

    /** For the file. */
    String text() {
        return tree.toString();
    }
}
