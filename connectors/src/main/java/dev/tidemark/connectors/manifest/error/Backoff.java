package dev.tidemark.connectors.manifest.error;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How long to wait before a request is made again. */
sealed interface Backoff {

    /** @param attempt counted from 1 */
    Optional<Duration> pause(HttpAnswer answer, int attempt, Context context, Instant now);

    static Optional<Backoff> of(Node node, Expressions expressions) {
        return switch (node.type()) {
            case "ConstantBackoffStrategy" ->
                Optional.of(new Constant(expressions.need(node, "backoff_time_in_seconds")));
            case "ExponentialBackoffStrategy" -> Optional.of(new Exponential(expressions.orElse(node, "factor", "5")));
            case "WaitTimeFromHeader" ->
                Optional.of(new FromHeader(
                        expressions.need(node, "header"),
                        pattern(node),
                        node.text("max_waiting_time_in_seconds").flatMap(Python::real)));
            case "WaitUntilTimeFromHeader" ->
                Optional.of(new UntilHeader(
                        expressions.need(node, "header"), pattern(node), expressions.find(node, "min_wait")));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }

    private static Optional<Pattern> pattern(Node node) {
        return node.text("regex").flatMap(regex -> {
            try {
                return Optional.of(Pattern.compile(regex));
            } catch (PatternSyntaxException e) {
                node.problem("'regex' is none: " + regex);
                return Optional.empty();
            }
        });
    }

    /** Always as long. */
    record Constant(Expression seconds) implements Backoff {
        @Override
        public Optional<Duration> pause(HttpAnswer answer, int attempt, Context context, Instant now) {
            return number(seconds.eval(context)).map(Backoff::duration);
        }
    }

    /** Twice as long each time. */
    record Exponential(Expression factor) implements Backoff {
        @Override
        public Optional<Duration> pause(HttpAnswer answer, int attempt, Context context, Instant now) {
            return number(factor.eval(context)).map(f -> duration(f * Math.pow(2, Math.min(attempt, 20))));
        }
    }

    /** As many seconds as a header says. */
    record FromHeader(Expression header, Optional<Pattern> regex, Optional<Double> most) implements Backoff {
        @Override
        public Optional<Duration> pause(HttpAnswer answer, int attempt, Context context, Instant now) {
            return said(answer, header.text(context), regex).map(Backoff::duration);
        }
    }

    /** Until the time that a header says, in seconds since 1970. */
    record UntilHeader(Expression header, Optional<Pattern> regex, Optional<Expression> least) implements Backoff {
        @Override
        public Optional<Duration> pause(HttpAnswer answer, int attempt, Context context, Instant now) {
            Optional<Double> min = least.flatMap(l -> number(l.eval(context)));
            Optional<Double> wait = said(answer, header.text(context), regex)
                    .map(until -> until - now.getEpochSecond())
                    .filter(w -> w > 0 || min.isPresent());
            return wait.map(w -> Math.max(w, min.orElse(0.0))).or(() -> min).map(Backoff::duration);
        }
    }

    private static Optional<Double> said(HttpAnswer answer, String name, Optional<Pattern> regex) {
        return answer.header(name)
                .flatMap(value -> {
                    if (regex.isEmpty()) {
                        return Optional.of(value);
                    }
                    Matcher matcher = regex.get().matcher(value);
                    return matcher.lookingAt() ? Optional.of(matcher.group()) : Optional.empty();
                })
                .flatMap(Python::real);
    }

    private static Optional<Double> number(Object value) {
        return Python.real(Python.str(value));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(Math.max(0, Math.min(seconds, 1e9)) * 1_000));
    }
}
