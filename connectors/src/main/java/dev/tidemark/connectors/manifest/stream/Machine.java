package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Login;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.error.Resolution;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.page.LastPage;
import dev.tidemark.connectors.manifest.page.Links;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.slice.CursorState;
import dev.tidemark.connectors.manifest.slice.Due;
import dev.tidemark.connectors.manifest.slice.TimeCursor;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads one stream of a manifest with one account's settings. Holds nothing: all that changes is in the position. */
public final class Machine {

    private static final int NO_CONTENT = 204;

    private final StreamModel stream;
    private final Context base;
    private final InstantSource clock;
    private final Walk walk;
    private final Rigour rigour;

    /**
     * @param config the settings, as the manifest names them
     */
    public Machine(StreamModel stream, Map<Object, Object> config, InstantSource clock, Rigour rigour) {
        this.stream = stream;
        this.base = Context.of(config);
        this.clock = clock;
        this.walk = new Walk(config, clock, rigour.overlap());
        this.rigour = rigour;
    }

    /** What is needed next. */
    public sealed interface Step {

        /** A page. */
        record Ask(Position at, Call call) implements Step {}

        /** First a token, then the same again. */
        record SignIn(Position at, Login login) implements Step {}

        /** Nothing more. */
        record Done(Position at) implements Step {}
    }

    /**
     * Begins a pass.
     *
     * @param state in the format's shape; empty for everything
     */
    public Position start(Map<Object, Object> state) {
        return new Position(walk.start(stream, state));
    }

    /** The same position, moved to where a request is needed, or to the end. */
    public Position settled(Position from) {
        return new Position(walk.settle(stream, from.place(), false));
    }

    /** The state as the cursor of the next pass; none where a stream is read whole each time. */
    public Optional<String> cursor(Position at) {
        return stream.cursor().isEmpty() ? Optional.empty() : Optional.of(Json.write(state(at)));
    }

    /** What is needed to go on from there. */
    public Step next(Position from, Tokens tokens) {
        Place settled = walk.settle(stream, from.place(), false);
        Position at = new Position(settled);
        if (settled.isDone()) {
            return new Step.Done(at);
        }
        Asked asked = asked(stream, settled);
        PageContext page = PageContext.of(asked.place(), clock.instant(), Optional.empty());
        Context context = page.names(base);
        Optional<Login> login = asked.stream().authenticator().login(base, tokens, clock.instant());
        return login.<Step>map(l -> new Step.SignIn(at, l))
                .orElseGet(() -> new Step.Ask(at, call(asked.stream(), page, context, tokens)));
    }

    private record Asked(StreamModel stream, Place place) {}

    /** The stream, of this one and its parents, whose page is needed. */
    private static Asked asked(StreamModel stream, Place place) {
        if (place.window().isPresent()) {
            return new Asked(stream, place);
        }
        Walk.Open open = Walk.open(stream, place.way());
        return asked(open.parent().stream(), open.place());
    }

    private Call call(StreamModel stream, PageContext page, Context context, Tokens tokens) {
        Options options = stream.paginator().options(page.token(), context);
        if (page.token().isEmpty() || !stream.slicesOnFirstOnly()) {
            options.and(slices(stream, page, context));
        }
        Map<String, String> proof = new LinkedHashMap<>();
        stream.authenticator().sign(base, tokens, options, proof);
        return stream.requester().call(context, stream.paginator().address(page.token()), options, proof);
    }

    private static Options slices(StreamModel stream, PageContext page, Context context) {
        Options options = new Options();
        Slice slice = page.slice();
        stream.routers().reversed().forEach(router -> Router.options(router, slice, context, options));
        if (stream.cursor().isPresent()) {
            options.override(stream.cursor().get().options(page.window(), context));
        }
        return options;
    }

    /**
     * What an answer to the request of this position came to.
     *
     * @param attempt how often it was made, counted from 1
     */
    public Outcome answer(Position at, HttpAnswer answer, int attempt) {
        return outcome(step(stream, at.place(), answer, attempt, Optional.empty()));
    }

    private static Outcome outcome(Stepped stepped) {
        return switch (stepped) {
            case Stepped.Moved moved -> new Outcome.Read(new Position(moved.place()), moved.records(), moved.page());
            case Stepped.Stuck stuck -> stuck.outcome();
        };
    }

    private sealed interface Stepped {
        record Moved(Place place, List<Object> records, Partition partition, Optional<String> page)
                implements Stepped {}

        record Stuck(Outcome outcome) implements Stepped {}
    }

    /** @param isPartition of a parent: whether a record makes a partition; empty for the stream itself */
    private Stepped step(
            StreamModel model, Place place, HttpAnswer answer, int attempt, Optional<Predicate<Object>> isPartition) {
        if (place.window().isPresent()) {
            return own(model, place, answer, attempt, isPartition);
        }
        Walk.Open open = Walk.open(model, place.way());
        Parent parent = open.parent();
        Stepped stepped = step(
                parent.stream(),
                open.place(),
                answer,
                attempt,
                Optional.of(record -> parent.value(record, base).isPresent()));
        if (!(stepped instanceof Stepped.Moved moved)) {
            return stepped;
        }
        List<Partition> partitions = new ArrayList<>();
        for (Object record : moved.records()) {
            parent.value(record, base)
                    .ifPresent(value -> partitions.add(parent.partition(record, value, moved.partition(), base)));
        }
        Way way = Walk.answered(place.way(), moved.place(), partitions);
        return new Stepped.Moved(place.way(way), List.of(), Partition.WHOLE, Optional.empty());
    }

    private Stepped own(
            StreamModel model, Place place, HttpAnswer answer, int attempt, Optional<Predicate<Object>> isPartition) {
        Instant now = clock.instant();
        Resolution resolution = model.errors().resolve(answer, attempt, base, now);
        switch (resolution.action()) {
            case SUCCESS, IGNORE -> {}
            case RETRY -> {
                return new Stepped.Stuck(new Outcome.Again(resolution.pause(), resolution.message(), false));
            }
            case RATE_LIMITED -> {
                return new Stepped.Stuck(new Outcome.Again(resolution.pause(), resolution.message(), true));
            }
            case REFRESH_TOKEN_THEN_RETRY -> {
                return new Stepped.Stuck(new Outcome.NewToken(resolution.message()));
            }
            case FAIL, RESET_PAGINATION -> {
                return new Stepped.Stuck(new Outcome.Failed(resolution.message()));
            }
        }
        PageContext page = PageContext.of(place, now, due(model, place, now));
        if (answer.status() >= 400) {
            // An ignored refusal has no records, and nothing follows it.
            return new Stepped.Moved(end(model, place, isPartition), List.of(), page.partition(), Optional.empty());
        }
        PageReader.Page read = PageReader.read(model, base, page, answer.body(), 0);
        if (rigour.isStrict() && !read.selected().isReadable() && answer.status() != NO_CONTENT) {
            return new Stepped.Stuck(new Outcome.Again(
                    Optional.empty(), "the answer to the request for " + model.name() + " cannot be decoded", false));
        }
        Place seen = observe(model, place, read.records(), isPartition);
        Optional<Object> token = read.isPast() ? Optional.empty() : token(model, seen, read.selected(), answer);
        Place next = token.isPresent() ? seen.token(token.get()) : end(model, seen, isPartition);
        return new Stepped.Moved(next, read.records(), page.partition(), Optional.of(page.text()));
    }

    private Optional<Due> due(StreamModel model, Place place, Instant now) {
        return model.cursor()
                .filter(c -> c.filtersItself() || c.isFeed())
                .map(c -> c.due(cursorState(place.state()), rigour.overlap(), base, now));
    }

    private static CursorState cursorState(State state) {
        return switch (state) {
            case State.One one -> one.cursor();
            case State.Many many -> many.current().orElseThrow();
            case State.Nothing nothing -> throw new IllegalStateException("a stream without a cursor");
        };
    }

    private Place observe(
            StreamModel model, Place place, List<Object> records, Optional<Predicate<Object>> isPartition) {
        boolean counts = records.isEmpty()
                ? place.counts()
                : isPartition.map(p -> p.test(records.getLast())).orElse(true);
        if (model.cursor().isEmpty()) {
            return place.seen(place.newest(), counts);
        }
        TimeCursor cursor = model.cursor().get();
        Optional<Instant> newest = place.newest();
        State state = place.state();
        for (Object record : records) {
            Optional<Instant> value = record instanceof Map<?, ?> map ? cursor.valueOf(map, base) : Optional.empty();
            newest = TimeCursor.newest(newest, value);
            if (value.isPresent() && state instanceof State.Many many) {
                state = many.seen(cursor.text(value.get()));
            }
        }
        return place.seen(newest, counts).state(state);
    }

    private Optional<Object> token(StreamModel model, Place place, Selector.Selected selected, HttpAnswer answer) {
        Optional<Object> last = selected.records().isEmpty()
                ? Optional.empty()
                : Optional.of(selected.records().getLast());
        return model.paginator()
                .next(new LastPage(
                        selected.bodies().getFirst(),
                        Links.headers(answer.headers()),
                        selected.extracted(),
                        selected.records().size(),
                        last,
                        place.token(),
                        base));
    }

    private Place end(StreamModel model, Place place, Optional<Predicate<Object>> isPartition) {
        boolean counts = isPartition.isEmpty() || place.counts();
        return place.endOfWindow(counts ? walk.closed(model, place) : place.state());
    }

    /** Forgets the token that was refused; whether a new one may be had. */
    public boolean forgetToken(Position at, Tokens tokens) {
        return asked(stream, at.place()).stream().authenticator().forget(base, tokens);
    }

    /**
     * Hands the records of an archived page on, one by one: pure.
     *
     * @param context as {@link Outcome.Read} gave it
     * @param from where the answer begins
     * @return whether the answer could be decoded; where not, what was handed on is of no use
     * @throws IllegalArgumentException where the context is none
     */
    public static boolean records(
            StreamModel stream,
            Map<Object, Object> config,
            Map<?, ?> context,
            byte[] page,
            int from,
            Consumer<Object> records) {
        return PageReader.each(stream, Context.of(config), PageContext.of(context), page, from, records);
    }

    /**
     * Where in an answer the records of a stream are, if they are handed on just as the answer has them and all of them
     * are of the pass.
     */
    public static Optional<List<String>> untouched(StreamModel stream) {
        boolean filters =
                stream.cursor().filter(c -> c.isFeed() || c.filtersItself()).isPresent();
        return filters ? Optional.empty() : stream.selector().untouched();
    }

    /** The state in the format's shape. */
    public Map<Object, Object> state(Position at) {
        return States.message(stream, at.place().state(), base);
    }
}
