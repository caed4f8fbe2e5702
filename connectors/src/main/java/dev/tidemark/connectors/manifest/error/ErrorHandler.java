package dev.tidemark.connectors.manifest.error;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.error.Resolution.Action;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says what an answer comes to: filters in their order, then what its status means by default.
 *
 * @param handlers tried one after the other; a failure moves on to the next
 */
public record ErrorHandler(List<Handler> handlers, List<Backoff> backoffs, Optional<Integer> retries) {

    private static final Duration SLACK = Duration.ofSeconds(1);

    /** One DefaultErrorHandler. */
    record Handler(List<Filter> filters) {

        Resolution resolve(Reply reply, Context context) {
            return said(reply, context).orElseGet(() -> Defaults.of(reply));
        }

        Optional<Resolution> said(Reply reply, Context context) {
            for (Filter filter : filters) {
                Optional<Resolution> match = filter.match(reply, context);
                if (match.isPresent()) {
                    return match;
                }
            }
            return Optional.empty();
        }
    }

    /** The error handler of a requester. */
    public static ErrorHandler of(Node requester, Expressions expressions) {
        return requester
                .child("error_handler")
                .map(node -> read(node, expressions))
                .orElseGet(() -> new ErrorHandler(List.of(new Handler(List.of())), List.of(), Optional.empty()));
    }

    private static ErrorHandler read(Node node, Expressions expressions) {
        return switch (node.type()) {
            case "DefaultErrorHandler" ->
                new ErrorHandler(
                        List.of(new Handler(node.children("response_filters").stream()
                                .map(f -> Filter.of(f, expressions))
                                .toList())),
                        node.children("backoff_strategies").stream()
                                .map(b -> Backoff.of(b, expressions))
                                .flatMap(Optional::stream)
                                .toList(),
                        node.text("max_retries").flatMap(Python::integer).map(n -> ((Number) n).intValue()));
            case "CompositeErrorHandler" -> {
                List<ErrorHandler> inner = node.children("error_handlers").stream()
                        .map(h -> read(h, expressions))
                        .toList();
                if (inner.isEmpty()) {
                    node.problem("'error_handlers' is missing");
                    yield new ErrorHandler(List.of(), List.of(), Optional.empty());
                }
                yield new ErrorHandler(
                        inner.stream().flatMap(h -> h.handlers().stream()).toList(),
                        inner.stream().flatMap(h -> h.backoffs().stream()).toList(),
                        inner.getFirst().retries());
            }
            default -> {
                node.refuse();
                yield new ErrorHandler(List.of(), List.of(), Optional.empty());
            }
        };
    }

    /** @param attempt how often this request was made, counted from 1 */
    public Resolution resolve(HttpAnswer answer, int attempt, Context context, Instant now) {
        Reply reply = Reply.of(answer);
        Resolution last = Defaults.of(reply);
        for (Handler handler : handlers) {
            last = handler.resolve(reply, context);
            if (last.action() != Action.FAIL && last.action() != Action.RATE_LIMITED) {
                break;
            }
        }
        return last.action() == Action.RETRY || last.action() == Action.RATE_LIMITED
                ? last.after(pause(answer, attempt, context, now))
                : last;
    }

    /**
     * What the manifest itself says of an answer; empty where none of its filters fits, so that what it means is to be judged
     * otherwise.
     */
    public Optional<Resolution> said(HttpAnswer answer, Context context, Instant now) {
        Reply reply = Reply.of(answer);
        Optional<Resolution> last = Optional.empty();
        for (Handler handler : handlers) {
            Optional<Resolution> match = handler.said(reply, context);
            last = match.isPresent() ? match : last;
            if (match.filter(m -> m.action() != Action.FAIL && m.action() != Action.RATE_LIMITED)
                    .isPresent()) {
                break;
            }
        }
        return last.map(l -> l.after(pause(answer, 1, context, now)));
    }

    /** What an answer says went wrong, in the words that APIs use for it. */
    public static String message(HttpAnswer answer) {
        return Defaults.message(Reply.of(answer));
    }

    private Optional<Duration> pause(HttpAnswer answer, int attempt, Context context, Instant now) {
        return backoffs.stream()
                .map(b -> b.pause(answer, attempt, context, now))
                .flatMap(Optional::stream)
                .findFirst()
                .map(SLACK::plus)
                .or(answer::retryAfter);
    }
}
