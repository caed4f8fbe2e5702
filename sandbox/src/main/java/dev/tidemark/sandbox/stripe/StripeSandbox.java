package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.kit.ControlJson;
import dev.tidemark.sandbox.kit.Frame;
import dev.tidemark.sandbox.kit.Framed;
import dev.tidemark.sandbox.kit.Kinds;
import dev.tidemark.sandbox.kit.LateCommit;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.Tokens;
import dev.tidemark.sandbox.limit.RateWindow;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.webhook.WebhookSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Stripe account behind its API, in memory: one function from a request to a response, with no sockets, threads or clock
 * of its own, but that webhooks are sent. Put an {@link dev.tidemark.sandbox.http.HttpFront} before it to reach it over HTTP.
 */
public final class StripeSandbox extends Framed implements AutoCloseable {
    /** The secret key of the account. */
    public static final String KEY = "sk_test_tidemark_sandbox";

    /** What a test mode account allows. */
    public static final int REQUESTS_PER_SECOND = 25;

    private static final Duration PAST = Duration.ofDays(200);

    private static final Kinds KINDS = Kinds.of(
            "GET /v1/events", "events",
            "GET /v1/.*/search", "search",
            "GET /v1/(checkout/)?[^/]+", "list",
            "GET /v1/.*/(lines|payment_methods)", "list",
            "GET .*", "read",
            "POST /v1/[^/]+", "create",
            "POST /v1/[^/]+/[^/]+", "update",
            "POST .*", "act",
            "DELETE .*", "delete");

    private final ReentrantLock lock = new ReentrantLock();
    private final ShopClock clock;
    private final Books books;
    private final Lists lists;
    private final Rest rest;
    private final People people;
    private final Idempotency idempotency;
    private final Tokens tokens;
    private final RateWindow rate = RateWindow.sliding(REQUESTS_PER_SECOND, Duration.ofSeconds(1));
    private final Webhooks webhooks;
    private final Dice dice;
    private final Frame frame;
    private final InstantSource real;

    /**
     * @param clock of the harness
     * @param seed decides people, ids and chances
     * @param size about how many objects there are
     */
    public StripeSandbox(InstantSource clock, long seed, int size) {
        this.real = clock;
        this.clock = new ShopClock(clock);
        books = new Books(this.clock, seed);
        lists = new Lists(books);
        rest = new Rest(books, lists);
        people = new People(books, seed);
        idempotency = new Idempotency(this.clock);
        tokens = new Tokens(seed, this.clock, Duration.ofHours(1));
        tokens.allow(KEY);
        dice = new Dice(seed + 1);
        webhooks = new Webhooks(books, this.clock);
        if (size > 0) {
            this.clock.offset(PAST.negated());
            Duration step = PAST.dividedBy(People.customers(size) + 1L);
            people.settle(size, () -> this.clock.advance(step));
            this.clock.offset(Duration.ZERO);
        }
        books.listen(webhooks);
        frame = new Frame(new Behind(), clock, seed);
    }

    private Answer serve(Request request, List<Effect.Own> own) {
        String id = "req_" + letters(14);
        try {
            return served(request, own, id).with("Request-Id", id).with("Stripe-Version", version(request));
        } catch (Refused refused) {
            return refused.answer().with("Request-Id", id);
        }
    }

    private String letters(int count) {
        lock.lock();
        try {
            return dice.letters(count);
        } finally {
            lock.unlock();
        }
    }

    private static String version(Request request) {
        String asked = request.header("Stripe-Version");
        return asked == null ? Books.VERSION : asked;
    }

    private Answer served(Request request, List<Effect.Own> own, String id) {
        authorise(request);
        if (!rate.take(real.instant())) {
            return new Misbehaviour.Words().tooManyRequests(Duration.ZERO);
        }
        if (!request.path().startsWith("/v1/")) {
            throw Refused.of(404, "invalid_request_error", "url_invalid", "Unrecognized request URL", null);
        }
        String given = request.method().equals("POST") ? request.header("Idempotency-Key") : null;
        String key = given == null ? "" : given;
        return books.during(id, key, LateCommit.of(own), () -> {
            Optional<Answer> before = idempotency.find(key, request);
            return before.isPresent() ? before.get() : worked(request, own, key);
        });
    }

    private Answer worked(Request request, List<Effect.Own> own, String key) {
        Answer answer;
        if (own.stream().anyMatch(Misbehaviour.FailsForGood.class::isInstance)) {
            answer = new Misbehaviour.Words().serverError();
        } else {
            try {
                byte[] body = rest.answer(request).toPrettyString().getBytes(StandardCharsets.UTF_8);
                answer = Answer.json(200, body);
            } catch (Refused refused) {
                if (refused.beforeWork()) {
                    throw refused;
                }
                answer = refused.answer();
            }
        }
        idempotency.keep(key, request, answer);
        return key.isEmpty() ? answer : answer.with("Idempotency-Key", key);
    }

    private void authorise(Request request) {
        String key = Tokens.bearer(request)
                .or(() -> Tokens.basic(request).map(pair -> pair.split(":", 2)[0]))
                .orElseThrow(() -> Refused.of(
                        401,
                        "invalid_request_error",
                        null,
                        "You did not provide an API key. You need to provide your API key in the Authorization header,"
                                + " using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
                        null));
        if (!tokens.alive(key)) {
            String shown = key.length() < 12 ? "****" : key.substring(0, 8) + "****" + key.substring(key.length() - 4);
            throw Refused.of(401, "invalid_request_error", null, "Invalid API Key provided: " + shown, null);
        }
    }

    @Override
    protected Frame frame() {
        return frame;
    }

    /** What the shared frame asks of Stripe. */
    private final class Behind implements StandIn {
        @Override
        public String kind(Request request) {
            return KINDS.of(request);
        }

        @Override
        public Answer serve(Request request, List<Effect.Own> own) {
            return StripeSandbox.this.serve(request, own);
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public Misbehaviour misbehaviour() {
            return new Misbehaviour(this);
        }

        @Override
        public ObjectNode about() {
            ObjectNode about = ControlJson.object();
            about.put("now", clock.instant().toString());
            ObjectNode counts = about.putObject("objects");
            for (Coll coll : Coll.values()) {
                counts.put(coll.path(), books.ids(coll).size());
            }
            return about;
        }

        @Override
        public List<Change> changes(long seed, int n) {
            return StripeSandbox.this.changes(n);
        }

        @Override
        public void expireTokens() {
            tokens.revoke(KEY);
        }

        @Override
        public boolean set(String name, JsonNode value) {
            switch (name) {
                case "requestsPerSecond" -> rate.max(value.asInt());
                case "searchLagSeconds" -> lists.searchLag(Duration.ofSeconds(value.asLong()));
                case "eventLagSeconds" -> books.eventLag(Duration.ofSeconds(value.asLong()));
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Optional<JsonNode> control(String line, Request request) {
            return switch (line) {
                case "POST /sandbox/clock" -> {
                    JsonNode body = ControlJson.body(request);
                    yield Optional.of(ControlJson.done(() -> clock.advance(
                            Duration.ofSeconds(body.path("advanceSeconds").asLong(0)))));
                }
                case "POST /sandbox/payout" -> {
                    String id = books.locked(
                            () -> new Trade(books).payout().path("id").asString());
                    yield Optional.of(ControlJson.ok().put("id", id));
                }
                case "POST /sandbox/key/restore" -> Optional.of(ControlJson.done(() -> tokens.allow(KEY)));
                default -> Optional.empty();
            };
        }
    }

    /** Objects and events, to look at and to change without a request. */
    public Books books() {
        return books;
    }

    /** Lets time pass at Stripe. */
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** How many requests a second are allowed. */
    public void requestsPerSecond(int requests) {
        rate.max(requests);
    }

    /** The search shows what was there so long ago. */
    public void searchLag(Duration lag) {
        lists.searchLag(lag);
    }

    /** The key is good no more. */
    public void revokeKey() {
        tokens.revoke(KEY);
    }

    /** Lets people work: {@code n} changes, told as they were done. */
    public List<Change> changes(int n) {
        return books.locked(() -> people.changes(n));
    }

    /** Effects for fault rules. */
    public Misbehaviour misbehaviour() {
        return new Misbehaviour(new Behind());
    }

    /** What became of webhooks. */
    public WebhookSender webhooks() {
        return webhooks.sender();
    }

    /** Ends webhooks that are under way. */
    @Override
    public void close() {
        webhooks.sender().close();
    }
}
