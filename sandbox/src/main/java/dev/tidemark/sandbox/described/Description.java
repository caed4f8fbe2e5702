package dev.tidemark.sandbox.described;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vendor's OpenAPI 3 description of its API. Of answers, nulls and members that it does not name are waived: real answers
 * have both against their descriptions. Of requests, only nulls are.
 */
public final class Description {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

    /**
     * One thing that can be asked.
     *
     * @param name method and path with its variables, such as {@code GET /things/{id}}
     */
    record Operation(String name, Pattern path, JsonNode described, JsonNode ofPath) {}

    private final JsonNode root;
    private final String errors;
    private final Schemas schemas;
    private final List<Operation> operations = new ArrayList<>();

    /**
     * @param root the whole description, as JSON has it
     * @param errors the name of the schema of refusals with a status that is not described; empty where there is none
     */
    public Description(JsonNode root, String errors) {
        this.root = root;
        this.errors = errors;
        this.schemas = new Schemas(root);
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(each ->
                                Set.of("get", "put", "post", "patch", "delete").contains(each.getKey()))
                        .forEach(each -> operations.add(new Operation(
                                each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                pattern(path.getKey()),
                                each.getValue(),
                                path.getValue()))));
        // Of two that fit, the one with fewer variables is meant.
        operations.sort(Comparator.comparingLong(
                each -> VARIABLE.matcher(each.name()).results().count()));
    }

    private static Pattern pattern(String path) {
        String literal = VARIABLE.splitAsStream(path)
                .map(Pattern::quote)
                .reduce((a, b) -> a + "[^/]+" + b)
                .orElse("");
        return Pattern.compile(literal + (path.endsWith("}") ? "[^/]+" : ""));
    }

    /** A schema by its name. */
    public JsonNode schema(String name) {
        return root.path("components").path("schemas").path(name);
    }

    /** A schema without references in it at the first level, with the members of all that it is made of. */
    public Map<String, JsonNode> members(JsonNode schema) {
        return schemas.members(schema);
    }

    /**
     * A schema's type with its format, such as {@code string date-time}; of several it is the widest, where text is wider than a
     * nested value: an object that may be named by its id alone. {@code any} where none is told.
     */
    public String type(JsonNode schema) {
        return schemas.type(schema);
    }

    Optional<Operation> operation(Request request) {
        return operations.stream()
                .filter(each -> each.name().startsWith(request.method() + " ")
                        && each.path().matcher(request.path()).matches())
                .findFirst();
    }

    /** What is asked is asked as described. */
    List<String> differences(Operation operation, Request request) {
        Map<String, JsonNode> params = new LinkedHashMap<>();
        for (JsonNode from : List.of(operation.ofPath(), operation.described())) {
            from.path("parameters").forEach(each -> {
                JsonNode param = schemas.resolved(each);
                if (param.path("in").asString("").equals("query")) {
                    params.put(param.path("name").asString(""), param);
                }
            });
        }
        var found = new ArrayList<String>();
        Set<String> sent = new TreeSet<>();
        request.params().forEach((name, value) -> {
            JsonNode param = params.containsKey(name) ? params.get(name) : params.get(name.replaceFirst("\\[.*", ""));
            sent.add(name.replaceFirst("\\[.*", ""));
            sent.add(name);
            if (param == null) {
                found.add("asked with ?" + name + ", which is not described");
            } else if (params.containsKey(name)) {
                schemas.checkText("?" + name, param.path("schema"), value, found);
            }
        });
        params.forEach((name, param) -> {
            if (param.path("required").asBoolean(false) && !sent.contains(name)) {
                found.add("asked without ?" + name);
            }
        });
        JsonNode content =
                schemas.resolved(operation.described().path("requestBody")).path("content");
        if (request.body().length > 0) {
            body(content, request, found);
        }
        return found;
    }

    private void body(JsonNode content, Request request, List<String> found) {
        String type = String.valueOf(request.header("content-type")).replaceFirst(";.*", "");
        if (type.equals("application/x-www-form-urlencoded")) {
            Map<String, JsonNode> members = members(content.path(type).path("schema"));
            request.form().keySet().stream()
                    .map(name -> name.replaceFirst("\\[.*", ""))
                    .filter(name -> !members.containsKey(name))
                    .forEach(name -> found.add("sent " + name + ", which is not described"));
            return;
        }
        JsonNode schema = content.path("application/json").path("schema");
        if (schema.isMissingNode()) {
            found.add("sent a body, of which none is described");
            return;
        }
        try {
            schemas.check("sent", schema, JSON.readTree(request.body()), true, found);
        } catch (JacksonException notJson) {
            found.add("sent a body that is no JSON");
        }
    }

    /** What is answered is answered as described. */
    List<String> differences(Operation operation, Answer answer) {
        var found = new ArrayList<String>();
        JsonNode responses = operation.described().path("responses");
        String status = Integer.toString(answer.status());
        JsonNode response = responses.path(status);
        if (response.isMissingNode()) {
            response = responses.path(status.charAt(0) + "XX");
        }
        if (response.isMissingNode()) {
            response = responses.path("default");
        }
        if (response.isMissingNode() && answer.status() >= 400 && !errors.isEmpty()) {
            return refusal(answer);
        }
        if (response.isMissingNode()) {
            return List.of("answered " + status + ", which is not described");
        }
        JsonNode content = schemas.resolved(response).path("content");
        JsonNode schema = content.path("application/json").path("schema");
        if (schema.isMissingNode()) {
            schema = content.path("*/*").path("schema");
        }
        boolean told = answer.body().length > 0;
        if (schema.isMissingNode() || !told) {
            // An empty text is no body.
            boolean empty = schema.isMissingNode() || type(schema).equals("string");
            if (told == empty) {
                found.add(told ? "answered a body, of which none is described" : "answered no body");
            }
            return found;
        }
        try {
            schemas.check("", schema, JSON.readTree(answer.body()), false, found);
        } catch (JacksonException notJson) {
            found.add("answered a body that is no JSON");
        }
        return found;
    }

    private List<String> refusal(Answer answer) {
        var found = new ArrayList<String>();
        try {
            schemas.check("", schema(errors), JSON.readTree(answer.body()), false, found);
        } catch (JacksonException notJson) {
            found.add("answered a body that is no JSON");
        }
        return found;
    }
}
