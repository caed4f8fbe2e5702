package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A template, compiled once: plain text, or text with expressions in it. What it renders becomes the Python literal that its
 * text spells, if it spells one, as the format has it.
 *
 * <p>Values are Java's {@link String}, {@link Boolean}, {@link Long}, {@link BigInteger} (beyond 64 bits only),
 * {@link Double}, {@link List} and {@link Map}, and {@link None}, {@link Tuple} and {@link Moment}; never null. What it is
 * given it may change, as Python would, where a template says so; what cannot be changed is an error then.
 *
 * <p>May be used by many threads. However an expression is made, it ends soon: there are limits on how deep, how long and how
 * large it may become, beyond which there is a {@link TemplateError}.
 */
public final class Template {

    /** What a result may become: anything that its text spells, or only some of that. */
    public enum Kinds {
        /** Anything that its text spells. */
        ALL,
        /** A text or a list; what spells anything else stays text. */
        TEXT_OR_LIST,
        /** A text; what spells anything else stays as it is spelled. */
        TEXT,
        /** A whole number; what spells anything else stays text. */
        INTEGER,
        /** A number with a point; what spells anything else stays text. */
        NUMBER,
        /** True or False; what spells anything else stays text. */
        BOOLEAN;

        private boolean admits(Object value) {
            return switch (this) {
                case ALL -> true;
                case TEXT_OR_LIST -> value instanceof String || value instanceof List;
                case TEXT -> value instanceof String;
                case INTEGER -> Numbers.isInteger(value);
                case NUMBER -> value instanceof Double;
                case BOOLEAN -> value instanceof Boolean;
            };
        }
    }

    private static final String NO_LONGER = "stream_state";

    private final String text;
    private final InstantSource clock;
    private final List<Node> nodes;
    private final @Nullable Expr only;
    private final String[] needed;
    private final boolean isOutdated;

    /** What it always renders, where there is no expression in it. */
    private final @Nullable String plain;

    /** What it always becomes, where that is one value that nobody can change. */
    private final @Nullable Object constant;

    /** The names that it reads and does not set, without those of functions. */
    public List<String> needed() {
        return List.of(needed);
    }

    /** The names of the functions that every template sees. */
    public static Set<String> functions() {
        return Functions.ALL.keySet();
    }

    private Template(String text, InstantSource clock) {
        Statements.Compiled compiled = Statements.compile(text);
        this.text = text;
        this.clock = clock;
        this.nodes = compiled.nodes();
        this.only = compiled.only().orElse(null);
        this.needed = compiled.free().stream()
                .filter(name -> !Functions.ALL.containsKey(name))
                .toArray(String[]::new);
        this.isOutdated = text.contains(NO_LONGER);
        this.plain = Lexer.isPlain(text) ? Lexer.normalized(text) : null;
        Object value = plain == null || isOutdated ? null : literal(plain);
        this.constant = value instanceof String || value instanceof None || Numbers.isNumber(value == null ? "" : value)
                ? value
                : null;
    }

    /**
     * @param clock what {@code now_utc()} reads
     * @throws TemplateSyntax where it is none
     */
    public static Template compile(String text, InstantSource clock) {
        try {
            return new Template(text, clock);
        } catch (TemplateSyntax e) {
            throw e;
        } catch (TemplateError e) {
            throw new TemplateSyntax(e.getMessage() + " in the template");
        }
    }

    /**
     * Its value in this context. Where nothing is there it is the empty text.
     *
     * @throws UndefinedValue where something is asked of a value that is not there
     * @throws TemplateError where it cannot be rendered
     */
    public Object eval(Map<String, Object> context) {
        if (constant != null) {
            return constant;
        }
        Object value = rendered(context);
        return value instanceof String spelled ? literal(spelled) : value;
    }

    /**
     * Its value in this context, if there is one: neither empty nor asked of what is not there.
     *
     * @throws TemplateError where it cannot be rendered for another reason
     */
    public Optional<Object> evalOptional(Map<String, Object> context, Kinds kinds) {
        Object value;
        try {
            value = rendered(context);
        } catch (UndefinedValue e) {
            return Optional.empty();
        }
        if (!(value instanceof String spelled)) {
            return Optional.of(kinds.admits(value) ? value : Text.str(value));
        }
        if (spelled.isEmpty()) {
            return Optional.empty();
        }
        Object literal = literal(spelled);
        return Optional.of(kinds.admits(literal) ? literal : spelled);
    }

    /**
     * Its value in this context as it is: an expression that stands alone keeps its type, and text is never taken for anything
     * else. What is not there is null.
     *
     * @throws TemplateError where it cannot be rendered
     */
    public Object evalAsIs(Map<String, Object> context) {
        if (plain != null) {
            return plain;
        }
        if (only == null) {
            return rendered(context);
        }
        checkGiven(context);
        try {
            Object value = only.eval(Scope.of(context, clock));
            return value instanceof Undefined ? None.NONE : value;
        } catch (UndefinedValue e) {
            return None.NONE;
        } catch (StackOverflowError e) {
            throw new TemplateError("RecursionError", "the template goes too deep");
        }
    }

    private static Object literal(String spelled) {
        Object literal = Literal.parse(spelled);
        return literal == null ? spelled : literal;
    }

    /** The text, or a value of which it is certain that its text spells it. */
    private Object rendered(Map<String, Object> context) {
        if (isOutdated) {
            throw TemplateError.value("`stream_state` is no longer supported for interpolation; use `stream_interval`");
        }
        if (plain != null) {
            return plain;
        }
        checkGiven(context);
        try {
            return evaluated(Scope.of(context, clock));
        } catch (WrongType e) {
            return text; // as the reference does, which takes it for plain text then
        } catch (StackOverflowError e) {
            // A value that holds itself, or one so deep that no limit foresaw it. Nothing was changed that outlives
            // this.
            throw new TemplateError("RecursionError", "the template goes too deep");
        }
    }

    private Object evaluated(Scope scope) {
        if (only != null) {
            Object value = only.eval(scope);
            return value instanceof String || new Spelled().isItself(value) ? value : Text.str(value);
        }
        StringBuilder out = new StringBuilder();
        Node.renderAll(nodes, scope, out);
        return out.toString();
    }

    private void checkGiven(Map<String, Object> context) {
        for (String name : needed) {
            if (Scope.given(context, name) == null) {
                TreeSet<String> missing = new TreeSet<>(List.of(needed));
                missing.removeIf(n -> Scope.given(context, n) != null);
                throw TemplateError.value("Jinja macro has undeclared variables: " + missing);
            }
        }
    }

    /** The template as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
