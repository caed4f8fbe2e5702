package dev.tidemark.connectors.manifest.page;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.Map;
import java.util.Optional;

/** What the token of the next page is. */
public sealed interface Strategy {

    /** The token of the first page, where it has one. */
    Optional<Object> first();

    /** The token of the page after this one; empty where this one was the last. */
    Optional<Object> next(LastPage last);

    Optional<Expression> size();

    /** The number of records that a page is asked to have, where one is set. */
    default Optional<Long> size(Context context) {
        return size().map(s -> number(s.eval(context)));
    }

    private static long number(Object size) {
        if (size instanceof Long number) {
            return number;
        }
        throw new Impossible("the page size is no whole number: " + Python.str(size));
    }

    /** A token that the answer holds. */
    record Cursor(Expression value, Optional<Condition> stop, Optional<Expression> size) implements Strategy {

        @Override
        public Optional<Object> first() {
            return Optional.empty();
        }

        @Override
        public Optional<Object> next(LastPage last) {
            Context context = last.context()
                    .with(Map.of(
                            "response", last.response(),
                            "headers", last.headers(),
                            "last_record", last.record().orElse(None.NONE),
                            "last_page_size", last.kept(),
                            "page_size",
                                    size(last.context()).map(s -> (Object) s).orElse(None.NONE)));
            if (stop.isPresent() && stop.get().test(context)) {
                return Optional.empty();
            }
            return Optional.of(value.eval(context)).filter(Python::truth);
        }
    }

    /** How many records were read so far. */
    record Offset(Optional<Expression> size, boolean onFirst) implements Strategy {

        @Override
        public Optional<Object> first() {
            return onFirst ? Optional.of(0L) : Optional.empty();
        }

        @Override
        public Optional<Object> next(LastPage last) {
            Optional<Long> full = size(last.context().with("response", last.response()));
            if (last.extracted() == 0 || full.filter(f -> last.extracted() < f).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(count(last.token(), 0) + last.extracted());
        }
    }

    /** The number of the page. */
    record PageNumber(Optional<Expression> size, long start, boolean onFirst) implements Strategy {

        @Override
        public Optional<Object> first() {
            return onFirst ? Optional.of(start) : Optional.empty();
        }

        @Override
        public Optional<Object> next(LastPage last) {
            Optional<Long> full = size(last.context());
            if (last.extracted() == 0
                    || full.filter(f -> f != 0 && last.extracted() < f).isPresent()) {
                return Optional.empty();
            }
            return Optional.<Object>of(count(last.token(), start) + 1).filter(Python::truth);
        }
    }

    private static long count(Optional<Object> token, long otherwise) {
        return switch (token.orElse(otherwise)) {
            case Long number -> number;
            case Object other -> throw new Impossible("the last page's token is no whole number: " + Python.str(other));
        };
    }
}
