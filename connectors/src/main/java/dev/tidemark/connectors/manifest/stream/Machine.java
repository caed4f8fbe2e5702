package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Authenticator;
import dev.tidemark.connectors.manifest.auth.Login;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.error.Resolution;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.page.LastPage;
import dev.tidemark.connectors.manifest.page.Links;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Into;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.slice.Cursor;
import dev.tidemark.connectors.manifest.slice.CursorState;
import dev.tidemark.connectors.manifest.slice.Due;
import dev.tidemark.connectors.manifest.slice.Window;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads one stream of a manifest with one account's settings. Holds nothing: all that changes is in the position. */
public final class Machine {

    private static final int NO_CONTENT = 204;
    private static final Set<Integer> LOST = Set.of(403, 404, 410);

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
        return from.part() == Position.Part.TRUNK ? from : from.at(walk.settle(stream, from.place(), false));
    }

    /** The state as the cursor of the next pass; none where a stream is read whole each time. */
    public Optional<String> cursor(Position at) {
        return stream.cursor().isEmpty() ? Optional.empty() : Optional.of(Json.write(state(at)));
    }

    /** What is needed to go on from there. */
    public Step next(Position from, Tokens tokens) {
        Position at = settled(from);
        Place settled = at.place();
        if (settled.isDone()) {
            return new Step.Done(at);
        }
        Asked asked = asked(stream, settled);
        PageContext page = PageContext.of(asked.stream(), asked.place(), clock.instant(), Optional.empty());
        Context context = page.names(base);
        Optional<Login> login = asked.asking().authenticator().login(base, tokens, clock.instant());
        return login.<Step>map(l -> new Step.SignIn(at, l))
                .orElseGet(() -> new Step.Ask(at, call(asked, page, context, tokens)));
    }

    private record Asked(StreamModel stream, Place place) {

        Asking asking() {
            return stream.asking(place);
        }

        /** Whether it is a page that is asked for, not something about a job. */
        boolean isPage() {
            return stream.job().isEmpty()
                    || place.job().filter(j -> j.stage() == Job.Stage.DOWNLOAD).isPresent();
        }
    }

    /** The stream, of this one and its parents, whose page is needed. */
    private static Asked asked(StreamModel stream, Place place) {
        if (place.window().isPresent()) {
            return Walk.properties(stream, place)
                    .map(at -> asked(endpoint(stream).stream(), at))
                    .orElseGet(() -> new Asked(stream, place));
        }
        Walk.Open open = Walk.open(stream, place.way());
        return asked(open.parent().stream(), open.place());
    }

    private static QueryModel.Endpoint endpoint(StreamModel stream) {
        return stream.query().flatMap(QueryModel::endpoint).orElseThrow();
    }

    private Call call(Asked asked, PageContext page, Context context, Tokens tokens) {
        StreamModel stream = asked.stream();
        Context names = asked.place().job().map(job -> job.names(context)).orElse(context);
        Options options = asked.isPage() ? stream.paginator().options(page.token(), names) : new Options();
        boolean isCreation = stream.job().isPresent()
                && asked.place()
                        .job()
                        .filter(j -> j.stage() != Job.Stage.CREATE)
                        .isEmpty();
        boolean isFirst = stream.job().isEmpty() && (page.token().isEmpty() || !stream.slicesOnFirstOnly());
        if (isCreation || isFirst) {
            options.and(slices(stream, page, names));
        }
        if (asked.isPage()) {
            properties(asked).ifPresent(options::and);
        }
        Map<String, String> proof = new LinkedHashMap<>();
        asked.asking().authenticator().sign(base, tokens, options, proof);
        Optional<String> address = asked.isPage() ? stream.paginator().address(page.token()) : Optional.empty();
        return asked.asking().requester().call(names, address, options, proof);
    }

    /** The names of the properties, where a parameter of the request holds them. */
    private static Optional<Options> properties(Asked asked) {
        Optional<String> parameter = asked.stream().query().flatMap(QueryModel::parameter);
        Optional<List<String>> names = asked.stream().properties(asked.place());
        if (parameter.isEmpty() || names.isEmpty()) {
            return Optional.empty();
        }
        Options options = new Options();
        options.put(Into.QUERY, parameter.get(), String.join(",", names.get()));
        return Optional.of(options);
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
        return outcome(at, step(stream, at.place(), answer, attempt, Optional.empty()));
    }

    private static Outcome outcome(Position at, Stepped stepped) {
        return switch (stepped) {
            case Stepped.Moved moved
            when moved.pause().isPresent() ->
                new Outcome.Later(
                        at.at(moved.place()),
                        moved.pause().get().length(),
                        moved.pause().get().why());
            case Stepped.Moved moved -> new Outcome.Read(at.at(moved.place()), moved.records(), moved.page());
            case Stepped.Stuck stuck -> stuck.outcome();
        };
    }

    private record Pause(Duration length, String why) {}

    private sealed interface Stepped {
        /** @param pause where there is no page yet */
        record Moved(
                Place place, List<Object> records, Partition partition, Optional<String> page, Optional<Pause> pause)
                implements Stepped {

            Moved(Place place, List<Object> records, Partition partition, Optional<String> page) {
                this(place, records, partition, page, Optional.empty());
            }
        }

        record Stuck(Outcome outcome) implements Stepped {}
    }

    /** @param isPartition of a parent: whether a record makes a partition; empty for the stream itself */
    private Stepped step(
            StreamModel model, Place place, HttpAnswer answer, int attempt, Optional<Predicate<Object>> isPartition) {
        if (place.window().isPresent()) {
            Optional<Place> listing = Walk.properties(model, place);
            return listing.isPresent()
                    ? listed(
                            model,
                            place,
                            step(endpoint(model).stream(), listing.get(), answer, attempt, Optional.empty()))
                    : own(model, place, answer, attempt, isPartition);
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
        return new Stepped.Moved(place.way(way), List.of(), Partition.WHOLE, Optional.empty(), moved.pause());
    }

    /** A page of the list of properties was read. */
    private Stepped listed(StreamModel model, Place place, Stepped stepped) {
        if (!(stepped instanceof Stepped.Moved moved)) {
            return stepped;
        }
        List<String> names = moved.records().stream()
                .map(record -> endpoint(model).name(record, base))
                .toList();
        Properties properties = place.properties().orElseThrow().and(moved.place(), names);
        return new Stepped.Moved(
                place.properties(properties),
                List.of(),
                Partition.WHOLE,
                Optional.empty(),
                Optional.of(moved.pause().orElse(new Pause(Duration.ZERO, "the API is asked for its properties"))));
    }

    private Stepped own(
            StreamModel model, Place place, HttpAnswer answer, int attempt, Optional<Predicate<Object>> isPartition) {
        Instant now = clock.instant();
        Resolution resolution = model.asking(place).errors().resolve(answer, attempt, base, now);
        Optional<Job> job = model.job().map(j -> place.job().orElseGet(() -> Job.none(0)));
        boolean isTidying = job.filter(j -> j.stage() == Job.Stage.DELETE || j.stage() == Job.Stage.ABORT)
                .isPresent();
        if (isTidying && resolution.action() == Resolution.Action.FAIL) {
            // What cannot be tidied away stays, as it does in the reference: the records are there.
            return worked(
                    model, place, work(model, place, now).answered(job.get(), new LinkedHashMap<>()), isPartition);
        }
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
            case RESET_PAGINATION -> {
                return anew(model, place, resolution.message(), List.of(), Optional.empty());
            }
            case FAIL -> {
                if (rigour.isStrict()
                        && job.filter(j -> isLost(j, answer.status())).isPresent()) {
                    return worked(model, place, work(model, place, now).lost(job.get()), isPartition);
                }
                return new Stepped.Stuck(new Outcome.Failed(resolution.message()));
            }
        }
        if (job.isPresent() && job.get().stage() != Job.Stage.DOWNLOAD) {
            Optional<Object> body = isTidying || answer.status() >= 400
                    ? Optional.of(new LinkedHashMap<>())
                    : model.job().orElseThrow().status().body(answer.body());
            return body.isPresent()
                    ? worked(model, place, work(model, place, now).answered(job.get(), body.get()), isPartition)
                    : new Stepped.Stuck(new Outcome.Again(
                            Optional.empty(),
                            "the answer about a job of " + model.name() + " cannot be decoded",
                            false));
        }
        PageContext page = PageContext.of(model, place, now, due(model, place, now));
        if (model.hasMoreChunks(place)) {
            return chunk(model, place, page, answer);
        }
        if (answer.status() >= 400 && page.chunks().isEmpty()) {
            // An ignored refusal has no records, and nothing follows it.
            return new Stepped.Moved(end(model, place, isPartition), List.of(), page.partition(), Optional.empty());
        }
        PageReader.Page read = PageReader.read(model, base, page, answer.body(), 0);
        if (rigour.isStrict() && !read.selected().isReadable() && answer.status() != NO_CONTENT) {
            return new Stepped.Stuck(new Outcome.Again(
                    Optional.empty(), "the answer to the request for " + model.name() + " cannot be decoded", false));
        }
        Place seen = observe(model, place, read.records(), isPartition);
        Optional<Object> token = read.isPast() || answer.status() >= 400
                ? Optional.empty()
                : token(model, seen, read.selected(), answer);
        long most = model.anew().map(PagesAnew::most).orElse(0L);
        if (token.isPresent() && most > 0 && seen.paging().records() >= most) {
            return anew(
                    model,
                    seen,
                    "more than " + most + " records of " + model.name(),
                    read.records(),
                    Optional.of(page));
        }
        Place next = token.isPresent()
                ? seen.token(token.get())
                : job.isPresent()
                        ? follow(model, seen, work(model, seen, now).downloaded(job.get()), isPartition)
                        : end(model, seen, isPartition);
        return new Stepped.Moved(next, read.records(), page.partition(), Optional.of(page.text()));
    }

    /** The answer with some of the properties is kept until the others have come. */
    private Stepped chunk(StreamModel model, Place place, PageContext page, HttpAnswer answer) {
        boolean isRefused = answer.status() >= 400;
        boolean isReadable = isRefused
                || !rigour.isStrict()
                || answer.status() == NO_CONTENT
                || PageReader.read(model, base, page, answer.body(), 0)
                        .selected()
                        .isReadable();
        if (!isReadable) {
            return new Stepped.Stuck(new Outcome.Again(
                    Optional.empty(), "the answer to the request for " + model.name() + " cannot be decoded", false));
        }
        PropertyChunk chunk =
                PropertyChunk.of(model.properties(place).orElseThrow(), isRefused ? new byte[0] : answer.body());
        return new Stepped.Moved(
                place.paging(place.paging().with(chunk)),
                List.of(),
                Partition.WHOLE,
                Optional.empty(),
                Optional.of(new Pause(Duration.ZERO, "the API is asked for the rest of the properties")));
    }

    /**
     * The pages of a window begin anew: behind the last record that came, or at its start.
     *
     * @param records those of the page that was read; none where it was refused
     */
    private Stepped anew(StreamModel model, Place place, String why, List<Object> records, Optional<PageContext> page) {
        Optional<Object> first = model.paginator().first();
        Window asked = place.paging().narrowed().or(place::window).orElseThrow();
        boolean narrows = model.anew().orElse(PagesAnew.FROM_START).narrows();
        Window left = narrows && place.newest().isPresent()
                ? model.cursor().orElseThrow().narrowed(asked, place.newest().get(), base)
                : asked;
        boolean isTheSame = left.equals(asked);
        if (isTheSame && (narrows || place.paging().again() >= PagesAnew.MOST_AGAIN)) {
            return new Stepped.Stuck(new Outcome.Failed("the pages of " + model.name()
                    + " would begin anew where they began, for " + (why.isEmpty() ? "the API asks for it" : why)));
        }
        Paging paging = isTheSame ? place.paging().again(first) : place.paging().narrowed(first, left);
        return new Stepped.Moved(
                place.paging(paging),
                records,
                page.map(PageContext::partition).orElse(Partition.WHOLE),
                page.map(PageContext::text),
                page.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Pause(Duration.ZERO, "the pages of " + model.name() + " begin anew")));
    }

    private Work work(StreamModel model, Place place, Instant now) {
        return new Work(
                model.job().orElseThrow(),
                PageContext.of(model, place, now, Optional.empty()).names(base),
                now);
    }

    /** A job has come on, without a page. */
    private Stepped worked(StreamModel model, Place place, Work.Next next, Optional<Predicate<Object>> isPartition) {
        return new Stepped.Moved(
                follow(model, place, next, isPartition),
                List.of(),
                Partition.WHOLE,
                Optional.empty(),
                Optional.of(new Pause(next.pause(), next.why())));
    }

    /** Results expire, and a position may be old. */
    private static boolean isLost(Job job, int status) {
        return job.stage() != Job.Stage.CREATE && LOST.contains(status);
    }

    private Place follow(StreamModel model, Place place, Work.Next next, Optional<Predicate<Object>> isPartition) {
        return next.job().isPresent()
                ? place.job(next.job().get(), model.paginator().first())
                : end(model, place, isPartition);
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
            return place.seen(place.newest(), counts, records.size());
        }
        Cursor cursor = model.cursor().get();
        Optional<Instant> newest = place.newest();
        State state = place.state();
        for (Object record : records) {
            Optional<Instant> value = record instanceof Map<?, ?> map ? cursor.valueOf(map, base) : Optional.empty();
            newest = Cursor.newest(newest, value);
            if (value.isPresent() && state instanceof State.Many many) {
                state = many.seen(Python.str(cursor.value(value.get())));
            }
        }
        return place.seen(newest, counts, records.size()).state(state);
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

    /** Whether the stream has parts that may be read side by side. */
    public boolean isAbreast() {
        return Abreast.isPossible(stream);
    }

    /** The same position, with as many parts opened as there may be. */
    public Abreast.Opened opened(Position all, int most) {
        return new Abreast(stream, walk).opened(all, most);
    }

    /**
     * The position after one of its parts has come on.
     *
     * @param name of the part, as {@link Abreast.Opened} has it
     * @param then where that part is now
     * @param isEnded whether nothing is left of it
     */
    public Abreast.Opened folded(Position all, String name, Position then, boolean isEnded, int most) {
        return new Abreast(stream, walk).folded(all, name, then, isEnded, most);
    }

    /** Whether that call is signed by what is known by now. */
    public boolean isSigned(Position at, Call call, Tokens tokens) {
        Authenticator authenticator = asked(stream, at.place()).asking().authenticator();
        if (authenticator.login(base, tokens, clock.instant()).isPresent()) {
            return false;
        }
        Map<String, String> proof = new LinkedHashMap<>();
        authenticator.sign(base, tokens, new Options(), proof);
        return proof.entrySet().stream()
                .allMatch(header -> header.getValue().equals(call.headers().get(header.getKey())));
    }

    /** Forgets the token that was refused; whether a new one may be had. */
    public boolean forgetToken(Position at, Tokens tokens) {
        return asked(stream, at.place()).asking().authenticator().forget(base, tokens);
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
        return filters || stream.merges() ? Optional.empty() : stream.selector().untouched();
    }

    /** The state in the format's shape. */
    public Map<Object, Object> state(Position at) {
        return States.message(stream, at.place().state(), base);
    }
}
