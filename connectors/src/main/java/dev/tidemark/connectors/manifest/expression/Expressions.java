package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Template;
import dev.tidemark.connectors.manifest.template.TemplateError;
import dev.tidemark.connectors.rest.Nearest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles the templates of components; one that is none becomes a problem.
 *
 * @param clock what {@code now_utc()} reads
 */
public record Expressions(InstantSource clock) {

    private static final int LONG_NAME = 6;

    /** What templates see, at one place or another. */
    private static final Set<String> NAMES = Set.of(
            "config",
            "parameters",
            "stream_slice",
            "stream_partition",
            "stream_interval",
            "stream_state",
            "stream_template_config",
            "next_page_token",
            "response",
            "headers",
            "last_record",
            "last_page_size",
            "page_size",
            "record",
            "property",
            "value",
            "path",
            "components_values",
            "raw_schema",
            "creation_response",
            "polling_response",
            "download_target",
            "session_token",
            "item",
            "items",
            "index",
            "row",
            "rows",
            "values",
            "match",
            "matches",
            "match_field",
            "result");

    /** A text that stands in this component. */
    public Expression of(Node node, String text) {
        if (text.contains("stream_state") && text.contains("{")) {
            node.problem("templates no longer see 'stream_state': " + text);
        }
        try {
            Template template = Template.compile(text, clock);
            template.needed().forEach(name -> misspelt(node, name, text));
            return new Expression(template, node.parameters());
        } catch (TemplateError e) {
            node.problem("not a template: " + text + ": " + e.getMessage());
            return new Expression(Template.compile("", clock), Map.of());
        }
    }

    /** A name that is nearly one that templates see, and none of them: at that place it would stop the stream. */
    private static void misspelt(Node node, String name, String text) {
        if (!NAMES.contains(name) && !NAMES.contains(name.replaceAll("s$", ""))) {
            Nearest.find(name, NAMES, name.length() < LONG_NAME ? 1 : 2)
                    .or(() -> Nearest.find(name, Template.functions(), name.length() < LONG_NAME ? 1 : 2))
                    .ifPresent(meant ->
                            node.problem("templates see no '" + name + "', did you mean '" + meant + "'? " + text));
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
