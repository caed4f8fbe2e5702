package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a manifest changes in the settings before anything reads them. */
public final class ConfigRules {

    private final List<Transformation> rules;

    private ConfigRules(List<Transformation> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The rules of a manifest's specification. */
    public static ConfigRules of(Optional<Node> spec, Expressions expressions) {
        List<Transformation> rules = new ArrayList<>();
        Optional<Node> node = spec.flatMap(s -> s.child("config_normalization_rules"));
        if (node.isPresent()) {
            for (Node migration : node.get().children("config_migrations")) {
                migration
                        .children("transformations")
                        .forEach(t -> rule(t, expressions).ifPresent(rules::add));
            }
            node.get()
                    .children("transformations")
                    .forEach(t -> rule(t, expressions).ifPresent(rules::add));
        }
        return new ConfigRules(rules);
    }

    private static Optional<Transformation> rule(Node node, Expressions expressions) {
        return switch (node.type()) {
            case "ConfigAddFields" -> {
                // The condition is asked of the settings as a whole, before any value is made.
                Optional<Condition> condition = expressions.condition(node, "condition");
                AddFields add = new AddFields(AddFields.of(node, expressions).fields(), Optional.empty());
                yield Optional.of((config, context) -> {
                    if (condition.isEmpty() || condition.get().test(context)) {
                        add.apply(config, context);
                    }
                });
            }
            case "ConfigRemoveFields" -> Optional.of(RemoveFields.of(node, expressions));
            case "ConfigRemapField" -> Optional.of(remap(node, expressions));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }

    private static Transformation remap(Node node, Expressions expressions) {
        List<Expression> path = expressions.list(node, "field_path");
        Map<Object, Object> values = node.map("map");
        if (path.isEmpty() || values.isEmpty()) {
            node.problem("'field_path' and 'map' are needed");
        }
        return (config, context) -> {
            List<String> steps = path.stream().map(p -> p.text(context)).toList();
            Optional<Object> old = Paths.get(config, steps);
            old.flatMap(value -> Optional.ofNullable(values.get(value)).or(() -> named(values, value)))
                    .ifPresent(value -> Paths.set(config, steps, value));
        };
    }

    private static Optional<Object> named(Map<Object, Object> values, Object value) {
        return Optional.ofNullable(values.get(Python.str(value)));
    }

    /** The settings as they are read. */
    @SuppressWarnings("unchecked")
    public Map<Object, Object> apply(Map<Object, Object> config) {
        if (rules.isEmpty()) {
            return config;
        }
        Map<Object, Object> changed = (Map<Object, Object>) Json.copy(config);
        for (Transformation rule : rules) {
            rule.apply(changed, Context.of(changed).with("record", changed));
        }
        return changed;
    }
}
