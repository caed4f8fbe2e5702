package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.Map;
import java.util.Optional;

/** A ConcurrencyLevel: how many partitions are read side by side. */
record Concurrency(Optional<Expression> wanted, Optional<Long> most) {

    private static final int DEFAULT = 4;

    /** Each holds an answer. */
    private static final int MOST = 16;

    static Concurrency of(Node top, Expressions expressions) {
        Optional<Node> level = top.child("concurrency_level");
        if (level.isEmpty()) {
            return new Concurrency(Optional.empty(), Optional.empty());
        }
        Node node = level.get();
        Optional<Long> most = node.text("max_concurrency").flatMap(Concurrency::number);
        if (node.has("max_concurrency") && most.isEmpty()) {
            node.problem("'max_concurrency' is a number of requests, at least 1");
        }
        Expression wanted = expressions.need(node, "default_concurrency");
        if (wanted.isFixed()
                && node.has("default_concurrency")
                && number(wanted.toString()).isEmpty()) {
            node.problem("'default_concurrency' is a number of requests, at least 1: " + wanted);
        }
        return new Concurrency(Optional.of(wanted), most);
    }

    private static Optional<Long> number(String text) {
        return Python.integer(text)
                .filter(Long.class::isInstance)
                .map(Long.class::cast)
                .filter(n -> n > 0);
    }

    int level(Map<Object, Object> config) {
        if (wanted.isEmpty()) {
            return DEFAULT;
        }
        String text = wanted.get().text(Context.of(config));
        long level = number(text)
                .orElseThrow(() -> new Impossible("'default_concurrency' is no number of requests: '" + text + "'"));
        return (int) Math.min(MOST, Math.min(level, most.orElse((long) MOST)));
    }
}
