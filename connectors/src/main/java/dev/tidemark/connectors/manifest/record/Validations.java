package dev.tidemark.connectors.manifest.record;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Nested;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a manifest demands of the settings before anything is read with them. */
public final class Validations {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    /** One demand: what of the settings it looks at, and the JSON schema that this is to follow. */
    private sealed interface Rule {

        Nested schema();

        record AtPath(List<Expression> path, Nested schema) implements Rule {}

        record OfValue(Nested value, Nested schema) implements Rule {}
    }

    private final List<Rule> rules = new ArrayList<>();

    private Validations() {}

    /** @param spec of the manifest */
    public static Validations of(Optional<Node> spec, Expressions expressions) {
        Validations validations = new Validations();
        Optional<Node> node = spec.flatMap(s -> s.child("config_normalization_rules"));
        if (node.isPresent()) {
            node.get().children("validations").forEach(v -> rule(v, expressions).ifPresent(validations.rules::add));
        }
        return validations;
    }

    private static Optional<Rule> rule(Node node, Expressions expressions) {
        Optional<Node> strategy = node.needChild("validation_strategy");
        if (strategy.isEmpty()) {
            return Optional.empty();
        }
        if (!strategy.get().type().equals("ValidateAdheresToSchema")) {
            strategy.get().refuse();
            return Optional.empty();
        }
        Optional<Object> base = strategy.get().find("base_schema");
        if (base.isEmpty()) {
            strategy.get().problem("'base_schema' is missing");
            return Optional.empty();
        }
        Nested schema = expressions.nested(strategy.get(), base.get());
        return switch (node.type()) {
            case "DpathValidator" -> {
                if (node.list("field_path").isEmpty()) {
                    node.problem("'field_path' is missing");
                }
                yield Optional.of(new Rule.AtPath(expressions.list(node, "field_path"), schema));
            }
            case "PredicateValidator" ->
                Optional.of(new Rule.OfValue(
                        expressions.nested(node, node.find("value").orElse("")), schema));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }

    /** What is wrong with these settings; nothing where all is well. */
    public List<String> wrong(Map<Object, Object> config) {
        Context context = Context.of(config);
        List<String> wrong = new ArrayList<>();
        for (Rule rule : rules) {
            Schema schema = schema(rule.schema().eval(context));
            switch (rule) {
                case Rule.AtPath at -> {
                    List<String> steps =
                            at.path().stream().map(p -> p.text(context)).toList();
                    List<Object> values = steps.contains("*")
                            ? Paths.values(config, steps)
                            : Paths.get(config, steps).stream().toList();
                    values.forEach(value -> add(wrong, String.join(".", steps), schema, value));
                }
                case Rule.OfValue of -> add(wrong, "a value", schema, of.value().eval(context));
            }
        }
        return wrong;
    }

    private static void add(List<String> wrong, String what, Schema schema, Object value) {
        Object parsed = value;
        if (value instanceof String text && text.strip().startsWith("{")) {
            try {
                parsed = Json.read(text);
            } catch (JacksonException e) {
                wrong.add(what + " is no valid JSON");
                return;
            }
        }
        schema.validate(JsonMapper.shared().readTree(Json.write(parsed)))
                .forEach(error -> wrong.add(what + error.getInstanceLocation() + ": " + error.getMessage()));
    }

    private static Schema schema(Object base) {
        String text = base instanceof String written ? written : Json.write(base);
        try {
            return SCHEMAS.getSchema(text);
        } catch (RuntimeException e) {
            throw new Impossible("a 'base_schema' in the manifest's validations is no JSON schema", e);
        }
    }
}
