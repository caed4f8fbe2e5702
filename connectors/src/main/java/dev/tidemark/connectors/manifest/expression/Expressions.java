package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Template;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the templates of components; one that is none becomes a problem.
 *
 * @param clock what {@code now_utc()} reads
 */
public record Expressions(InstantSource clock) {

    /** A text that stands in this component. */
    public Expression of(Node node, String text) {
        if (text.contains("stream_state") && text.contains("{")) {
            node.problem("templates no longer see 'stream_state': " + text);
        }
        try {
            return new Expression(Template.compile(text, clock), node.parameters());
        } catch (TemplateError e) {
            node.problem("not a template: " + text + ": " + e.getMessage());
            return new Expression(Template.compile("", clock), Map.of());
        }
    }

    public Optional<Expression> find(Node node, String field) {
        return node.text(field).map(text -> of(node, text));
    }

    public Expression need(Node node, String field) {
        return of(node, node.need(field));
    }

    public Expression orElse(Node node, String field, String otherwise) {
        return of(node, node.text(field).orElse(otherwise));
    }

    public List<Expression> list(Node node, String field) {
        return node.texts(field).stream().map(text -> of(node, text)).toList();
    }

    public Optional<Condition> condition(Node node, String field) {
        return node.text(field).filter(t -> !t.isEmpty()).map(text -> new Condition(of(node, text)));
    }

    public Fields fields(Node node, Map<Object, Object> map) {
        Map<Object, Object> compiled = new LinkedHashMap<>();
        map.forEach((name, value) -> compiled.put(text(node, name), text(node, value)));
        return new Fields(compiled);
    }

    /** Fields that one template comes to. */
    public Fields fields(Expression whole) {
        return new Fields(whole);
    }

    private Object text(Node node, Object value) {
        return value instanceof String text ? of(node, text) : value;
    }

    public Nested nested(Node node, Object value) {
        return new Nested(compiled(node, value));
    }

    private Object compiled(Node node, Object value) {
        return switch (value) {
            case String text -> of(node, text);
            case Map<?, ?> map -> {
                Map<Object, Object> result = new LinkedHashMap<>();
                map.forEach((name, inner) -> result.put(compiled(node, name), compiled(node, inner)));
                yield result;
            }
            case List<?> list -> list.stream().map(item -> compiled(node, item)).toList();
            default -> value;
        };
    }
}
