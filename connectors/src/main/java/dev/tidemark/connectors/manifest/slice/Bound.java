package dev.tidemark.connectors.manifest.slice;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.Datetimes;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A MinMaxDatetime: a time that the manifest or the settings give, held between two others. */
record Bound(Expression time, String format, Optional<Expression> least, Optional<Expression> most) {

    private static final String ANY = "%Y-%m-%dT%H:%M:%S.%f%z";

    /** @param inherited the format where the bound has none of its own */
    static Optional<Bound> of(Node cursor, String field, String inherited, Expressions expressions) {
        Optional<Object> value = cursor.find(field);
        String otherwise = inherited.isEmpty() ? ANY : inherited;
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!(value.get() instanceof Map)) {
            return Optional.of(
                            new Bound(expressions.need(cursor, field), otherwise, Optional.empty(), Optional.empty()))
                    .map(bound -> bound.checked(cursor, field));
        }
        return cursor.child(field)
                .map(node -> new Bound(
                                expressions.need(node, "datetime"),
                                node.text("datetime_format")
                                        .filter(f -> !f.isEmpty())
                                        .orElse(otherwise),
                                expressions
                                        .find(node, "min_datetime")
                                        .filter(e -> !e.toString().isEmpty()),
                                expressions
                                        .find(node, "max_datetime")
                                        .filter(e -> !e.toString().isEmpty()))
                        .checked(node, "datetime"));
    }

    /** A time that hangs on nothing is tried at once. */
    private Bound checked(Node node, String field) {
        if (time.isFixed() && !time.toString().isEmpty()) {
            try {
                parse(time.text(Context.of(Map.of())));
            } catch (Impossible e) {
                node.problem("'" + field + "': " + e.getMessage());
            }
        }
        return this;
    }

    Instant at(Context context) {
        Instant at = parse(time.text(context));
        Optional<Instant> min =
                least.map(e -> e.text(context)).filter(t -> !t.isEmpty()).map(this::parse);
        if (min.isPresent() && min.get().isAfter(at)) {
            at = min.get();
        }
        Optional<Instant> max =
                most.map(e -> e.text(context)).filter(t -> !t.isEmpty()).map(this::parse);
        return max.isPresent() && max.get().isBefore(at) ? max.get() : at;
    }

    private Instant parse(String text) {
        try {
            return Datetimes.parse(text, format).instant();
        } catch (TemplateError e) {
            throw new Impossible("the time '" + text + "' is not of the format " + format, e);
        }
    }
}
