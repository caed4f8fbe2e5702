package dev.tidemark.connectors.manifest.page;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.Optional;

/** How the pages of a stream are asked for, one after the other. */
public final class Paginator {

    private static final Paginator ONE_PAGE =
            new Paginator(Optional.empty(), Optional.empty(), Optional.empty(), false);

    private final Optional<Strategy> strategy;
    private final Optional<Injection> sizeOption;
    private final Optional<Injection> tokenOption;
    private final boolean tokenIsPath;

    private Paginator(
            Optional<Strategy> strategy,
            Optional<Injection> sizeOption,
            Optional<Injection> tokenOption,
            boolean tokenIsPath) {
        this.strategy = strategy;
        this.sizeOption = sizeOption;
        this.tokenOption = tokenOption;
        this.tokenIsPath = tokenIsPath;
    }

    /** The paginator of a retriever. */
    public static Paginator of(Node retriever, Expressions expressions) {
        Optional<Node> node = retriever.child("paginator");
        if (node.isEmpty() || node.get().type().equals("NoPagination")) {
            return ONE_PAGE;
        }
        if (!node.get().type().equals("DefaultPaginator")) {
            node.get().refuse();
            return ONE_PAGE;
        }
        return read(node.get(), expressions);
    }

    private static Paginator read(Node node, Expressions expressions) {
        Optional<Node> token = node.child("page_token_option");
        boolean isPath = token.filter(t -> t.type().equals("RequestPath")).isPresent();
        Optional<Strategy> strategy = node.needChild("pagination_strategy").flatMap(s -> strategy(s, expressions));
        Optional<Injection> size = Injection.of(node, "page_size_option", expressions);
        if (size.isPresent() && strategy.filter(s -> s.size().isEmpty()).isPresent()) {
            node.problem("'page_size_option' needs a 'page_size' in the pagination strategy");
        }
        return new Paginator(
                strategy, size, isPath ? Optional.empty() : token.flatMap(t -> Injection.read(t, expressions)), isPath);
    }

    private static Optional<Strategy> strategy(Node node, Expressions expressions) {
        Optional<Expression> size = expressions.find(node, "page_size");
        if (size.filter(s -> s.isFixed() && Python.integer(s.toString()).isEmpty())
                .isPresent()) {
            node.problem("'page_size' is no whole number: " + size.get());
        }
        return switch (node.type()) {
            case "CursorPagination" -> {
                if (node.child("decoder")
                        .filter(d -> !d.type().equals("JsonDecoder"))
                        .isPresent()) {
                    node.refuse("decoder");
                }
                yield Optional.of(new Strategy.Cursor(
                        expressions.need(node, "cursor_value"), expressions.condition(node, "stop_condition"), size));
            }
            case "OffsetIncrement" -> Optional.of(new Strategy.Offset(size, node.flag("inject_on_first_request")));
            case "PageIncrement" ->
                Optional.of(new Strategy.PageNumber(size, start(node), node.flag("inject_on_first_request")));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }

    private static long start(Node node) {
        Optional<String> text = node.text("start_from_page");
        if (text.isEmpty()) {
            return 0;
        }
        return Python.integer(text.get())
                .filter(Long.class::isInstance)
                .map(Long.class::cast)
                .orElseGet(() -> {
                    node.problem("'start_from_page' is no whole number: " + text.get());
                    return 0L;
                });
    }

    /** The token of the first page, where it has one. */
    public Optional<Object> first() {
        return strategy.flatMap(Strategy::first);
    }

    /** The token of the page after this one. */
    public Optional<Object> next(LastPage last) {
        return strategy.flatMap(s -> s.next(last));
    }

    /** Whether the next token depends on more than the number of records. */
    public boolean looksAtRecords() {
        return strategy.filter(Strategy.Cursor.class::isInstance).isPresent();
    }

    /** Whether pages are told by their numbers, or by how many records come before them. */
    public boolean isNumbered() {
        return strategy.filter(s -> !(s instanceof Strategy.Cursor)).isPresent();
    }

    /** The address of the page, where its token is one. */
    public Optional<String> address(Optional<Object> token) {
        return tokenIsPath ? token.filter(Python::truth).map(Python::str) : Optional.empty();
    }

    public Options options(Optional<Object> token, Context context) {
        Options options = new Options();
        if (tokenOption.isPresent() && token.isPresent()) {
            tokenOption.get().put(options, token.get(), context);
        }
        if (sizeOption.isPresent()) {
            strategy.flatMap(s -> s.size(context))
                    .filter(size -> size != 0)
                    .ifPresent(size -> sizeOption.get().put(options, size, context));
        }
        return options;
    }
}
