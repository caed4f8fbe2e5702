package dev.tidemark.connectors.manifest.template;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A template, compiled once: plain text, or text with expressions in it. What it renders becomes the Python literal that its
 * text spells, if it spells one, as the format has it.
 */
public final class Template {

    private final String text;
    private final Parser.Parsed parsed;
    private final Map<String, Object> functions;
    private final boolean isPlain;

    private Template(String text, Parser.Parsed parsed, Map<String, Object> functions) {
        this.text = text;
        this.parsed = parsed;
        this.functions = functions;
        this.isPlain = !text.contains("{{") && !text.contains("{%") && !text.contains("{#");
    }

    /**
     * @param clock what {@code now_utc()} reads
     * @throws TemplateSyntax where it is none
     */
    public static Template compile(String text, InstantSource clock) {
        return new Template(text, Parser.parse(text), new Functions(clock).all());
    }

    /** What a result may become: anything that its text spells, or only texts and lists. */
    public enum Kinds {
        ALL,
        TEXT_OR_LIST,
        TEXT;

        private boolean admits(Object value) {
            return switch (this) {
                case ALL -> true;
                case TEXT_OR_LIST -> value instanceof String || value instanceof java.util.List;
                case TEXT -> value instanceof String;
            };
        }
    }

    /**
     * Its value in this context. Where nothing is there it is the empty text.
     *
     * @throws UndefinedValue where something is asked of a value that is not there
     * @throws TemplateError where it cannot be rendered
     */
    public Object eval(Map<String, Object> context) {
        return evalOptional(context, Kinds.ALL).orElseGet(() -> {
            rendered(context);
            return "";
        });
    }

    /** Its value in this context, if there is one: neither empty nor asked of what is not there. */
    public Optional<Object> evalOptional(Map<String, Object> context, Kinds kinds) {
        try {
            Object value = rendered(context);
            if (value instanceof String rendered) {
                return rendered.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Literal.parse(rendered).filter(kinds::admits).orElse(rendered));
            }
            return Optional.of(kinds.admits(value) ? value : Text.str(value));
        } catch (UndefinedValue e) {
            return Optional.empty();
        }
    }

    /** The text, or a value of which it is certain that its text spells it. */
    private Object rendered(Map<String, Object> context) {
        if (isPlain) {
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        }
        undeclared(context);
        Scope scope = Scope.of(functions).inner();
        context.forEach(scope::set);
        alias(scope, context, "stream_interval");
        alias(scope, context, "stream_partition");
        try {
            if (parsed.only().isPresent()) {
                Object value = parsed.only().get().eval(scope);
                return spellsItself(value) ? value : Text.str(value);
            }
            StringBuilder out = new StringBuilder();
            for (Node node : parsed.nodes()) {
                node.render(scope, out);
            }
            return out.toString();
        } catch (WrongType e) {
            return text; // as the reference does, which takes it for plain text then
        }
    }

    private static void alias(Scope scope, Map<String, Object> context, String name) {
        Object slice = context.get("stream_slice");
        if (slice != null) {
            scope.set(name, slice);
        }
    }

    private void undeclared(Map<String, Object> context) {
        Set<String> missing = new TreeSet<>();
        for (String name : parsed.free()) {
            boolean alias = (name.equals("stream_interval") || name.equals("stream_partition"))
                    && context.containsKey("stream_slice");
            if (!alias && !context.containsKey(name) && !functions.containsKey(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw TemplateError.value("Jinja macro has undeclared variables: " + missing);
        }
    }

    private static boolean spellsItself(Object value) {
        return switch (value) {
            case None none -> true;
            case Boolean bool -> true;
            case Long number -> true;
            case java.math.BigInteger number -> true;
            case Double number -> !number.isNaN() && !number.isInfinite();
            case java.util.List<?> list -> list.stream().allMatch(Template::isInside);
            case Map<?, ?> map ->
                map.keySet().stream().allMatch(Template::isInside) && map.values().stream().allMatch(Template::isInside);
            default -> false;
        };
    }

    private static boolean isInside(Object value) {
        return value instanceof String || spellsItself(value);
    }

    @Override
    public String toString() {
        return text;
    }
}
