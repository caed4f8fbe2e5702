package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Template;
import java.util.Map;
import java.util.Optional;

/** A text of a manifest that may hold templates. */
public final class Expression {

    private final Template template;
    private final Map<Object, Object> parameters;

    Expression(Template template, Map<Object, Object> parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    /** Its value; the empty text where nothing is there. */
    public Object eval(Context context) {
        return template.eval(context.names(parameters));
    }

    /** Whether it is the same text in every context. */
    public boolean isFixed() {
        return template.toString().indexOf('{') < 0;
    }

    /** Its value as it is: text stays text, whatever it spells. */
    public Object asIs(Context context) {
        return template.evalAsIs(context.names(parameters));
    }

    /** Its value as text. */
    public String text(Context context) {
        return Python.str(eval(context));
    }

    /** Its value, if there is one. */
    public Optional<Object> find(Context context, Template.Kinds kinds) {
        return template.evalOptional(context.names(parameters), kinds);
    }

    /** The template as it is written. */
    @Override
    public String toString() {
        return template.toString();
    }
}
