package dev.tidemark.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.standin.Offline;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.stripe.StripeSandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connector against the sandbox's shop, in which people work while it reads. */
class StripeShopTest extends Offline {

    private final StripeConnector connector = new StripeConnector();
    private final TestAccess access = TestAccess.to(
            connector,
            Map.of("url", "http://stripe.example"),
            Map.of("api_key", StripeSandbox.KEY),
            ScriptedApi.of(this));
    private StripeSandbox stripe = new StripeSandbox(this, 1, 0);

    @Override
    protected Response handle(Request request) {
        return stripe.handle(request);
    }

    /** A stream's table, and from when the next pass asks. */
    private final class Table {
        final StreamSpec stream;
        final Map<List<Object>, Taken> rows = new LinkedHashMap<>();
        Reading next = new Reading.Everything();
        int faults;

        Table(StreamSpec stream) {
            this.stream = stream;
        }

        void pass() throws BadPage {
            PageRequest request = PageRequest.first(stream, next);
            Optional<Instant> began = Optional.empty();
            for (int asked = 0; asked < 3_000; asked++) {
                switch (connector.read(access, request)) {
                    case Answer.Page page -> {
                        began = began.isPresent() ? began : page.serverTime();
                        take(page);
                        if (!(page.next() instanceof Next.More(String token))) {
                            next = new Reading.Since(
                                    began.orElseThrow().minus(connector.spec().safetyLag()));
                            return;
                        }
                        request = request.next(token);
                    }
                    case Answer.Wait wait -> {
                        faults++;
                        later(wait.atLeast());
                    }
                    case Answer.Retry retry -> faults++;
                    case Answer.Resume resume -> request = request.next(resume.token());
                    case Answer.Later later -> request = request.next(later.token());
                    case Answer.StartOver over -> {
                        began = Optional.empty();
                        request = PageRequest.first(stream, new Reading.Everything());
                    }
                    case Answer.Stop stop -> throw new AssertionError(stop.toString());
                }
            }
            throw new AssertionError("the pass does not end");
        }

        private void take(Answer.Page page) throws BadPage {
            var sink = new RecordingSink(stream);
            connector.records(stream, page.raw(), sink);
            for (Taken record : sink.records()) {
                assertThat(record.misfits())
                        .as(stream.name() + " " + record.bytes())
                        .isEmpty();
                List<Object> key = stream.key().stream()
                        .<Object>map(part -> String.valueOf(record.get(part)))
                        .toList();
                rows.put(key, record);
            }
        }

        private boolean isJson(String field) {
            return stream.field(field).orElseThrow().type() == FieldType.JSON;
        }

        /** What an analyst would compare: rows that are there, without what is not vouched for. */
        Map<String, Map<String, @Nullable Object>> live() {
            Map<String, Map<String, @Nullable Object>> live = new TreeMap<>();
            rows.forEach((key, record) -> {
                // A card that belongs to nobody is in no list.
                boolean listed = !stream.name().equals("payment_methods") || record.get("customer") != null;
                if (!record.deleted() && listed) {
                    Map<String, @Nullable Object> values = new TreeMap<>(record.values());
                    values.keySet().removeAll(stream.notVouched());
                    values.replaceAll((name, value) -> isJson(name) ? compact(String.valueOf(value)) : value);
                    live.put(key.toString(), values);
                }
            });
            return live;
        }
    }

    private static String compact(String json) {
        try {
            return Json.text(Json.tree(json.getBytes(StandardCharsets.UTF_8)));
        } catch (BadPage e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tables_are_as_a_fresh_reading_would_have_them(long seed) throws BadPage {
        stripe = new StripeSandbox(this, seed, 360);
        for (StreamSpec stream : connector.discover(access)) {
            var table = new Table(stream);
            stripe.faults()
                    .add(FaultRule.next("work", stripe.misbehaviour().changesBefore(seed, 3))
                            .withChance(0.1));
            stripe.faults()
                    .add(FaultRule.next("gone", stripe.misbehaviour().loseAnswer())
                            .withChance(0.03));
            table.pass();
            for (int pass = 0; pass < 4; pass++) {
                stripe.books().eventLag(Duration.ofSeconds(pass % 2 == 0 ? 0 : 90));
                stripe.changes(10);
                later(Duration.ofSeconds(100));
                table.pass();
            }
            stripe.faults().clear();
            stripe.books().eventLag(Duration.ZERO);
            later(Duration.ofSeconds(100));
            table.pass();
            var fresh = new Table(stream);
            fresh.pass();
            assertThat(table.live()).as(stream.name()).isEqualTo(fresh.live());
        }
    }

    @Test
    void more_than_stripe_allows_is_waited_for() throws BadPage {
        stripe = new StripeSandbox(this, 5, 600);
        stripe.requestsPerSecond(2);
        var methods = new Table(connector.describe(access, "payment_methods").orElseThrow());
        methods.pass();
        assertThat(methods.faults).isPositive();
        assertThat(methods.rows).hasSize(50);
    }

    @Test
    void a_standstill_of_a_month_starts_over_and_brings_everything() throws BadPage {
        stripe = new StripeSandbox(this, 6, 240);
        var customers = new Table(connector.describe(access, "customers").orElseThrow());
        customers.pass();
        stripe.changes(20);
        later(Duration.ofDays(31));
        customers.pass();
        var fresh = new Table(customers.stream);
        fresh.pass();
        assertThat(customers.live()).containsAllEntriesOf(fresh.live());
    }

    @Test
    void a_key_that_is_revoked_stops_with_a_way_out() {
        stripe.revokeKey();
        StreamSpec customers = connector.describe(access, "customers").orElseThrow();
        assertThat(connector.read(access, PageRequest.first(customers, new Reading.Everything())))
                .isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                    assertThat(stop.code()).isEqualTo("source.login_refused");
                    assertThat(stop.toString()).doesNotContain(StripeSandbox.KEY);
                });
        assertThat(connector.check(access).ok()).isFalse();
    }
}
