package dev.tidemark.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StripeReadTest {

    private static final long NOW = MiniStripe.NOW;
    private static final String CUSTOMERS = "/v1/customers";
    private static final Reading ALL = new Reading.Everything();

    private final StripeConnector connector = new StripeConnector();
    private final MiniStripe stripe = MiniStripe.holding(8);
    private final ScriptedApi api = ScriptedApi.of(stripe);

    private Reader reader(String stream) {
        return new Reader(access(Map.of()), stream);
    }

    private TestAccess access(Map<String, String> settings) {
        return TestAccess.to(connector, settings, Map.of("api_key", MiniStripe.KEY), api);
    }

    private static Reading since(long second) {
        return new Reading.Since(Instant.ofEpochSecond(second));
    }

    private List<String> asked() {
        return api.asked().stream().map(HttpRequest::uri).map(Object::toString).toList();
    }

    @Test
    void times_are_moments_amounts_whole_numbers_and_nested_values_json() throws BadPage {
        Reader customers = reader("customers");
        customers.pass(ALL);
        assertThat(customers.value("cus_3", "created")).isEqualTo(Instant.ofEpochSecond(NOW - 997));
        assertThat(customers.value("cus_3", "balance")).isEqualTo(-3L);
        assertThat(customers.value("cus_3", "metadata")).isEqualTo("{\"code\":\"C3\"}");
    }

    @Test
    void records_created_while_a_list_is_paged_shift_nothing() throws BadPage {
        Reader customers = reader("customers");
        int[] number = {100};
        customers.between = () -> stripe.put(CUSTOMERS, "cus_" + number[0]++, NOW, "{}");
        customers.pass(ALL);
        assertThat(customers.table.keySet()).hasSize(8).doesNotContain("cus_100");
    }

    @Test
    void a_list_goes_on_by_time_where_the_object_it_stood_at_was_deleted() throws BadPage {
        Reader customers = reader("customers");
        customers.between = () -> stripe.all(CUSTOMERS).remove("cus_6");
        customers.pass(ALL);
        assertThat(customers.answers).anyMatch(Answer.Resume.class::isInstance);
        assertThat(customers.table).hasSize(8); // cus_6 was read before it went
        assertThat(asked()).anyMatch(uri -> uri.contains("created%5Blte%5D=" + (NOW - 994)));
    }

    @Test
    void a_quiet_stream_costs_one_request_and_no_page() throws BadPage {
        Reader customers = reader("customers");
        Answer end = customers.pass(since(NOW - 100));
        assertThat(api.asked()).hasSize(1);
        assertThat(end)
                .isInstanceOfSatisfying(
                        Answer.Page.class, page -> assertThat(page.total()).hasValue(0));
    }

    @Test
    void only_event_types_of_the_stream_are_asked_for() throws BadPage {
        stripe.event("charge.succeeded", NOW - 5, MiniStripe.object("{\"id\": \"ch_1\"}"));
        reader("customers").pass(since(NOW - 100));
        assertThat(asked()).hasSize(1);
        assertThat(asked().getFirst()).contains("types%5B1%5D=customer.updated", "created%5Bgte%5D=" + (NOW - 100));
    }

    @Test
    void the_record_is_fetched_and_an_event_of_an_older_state_changes_nothing() throws BadPage {
        ObjectNode customer = stripe.get(CUSTOMERS, "cus_1");
        customer.put("name", "Old");
        stripe.event("customer.updated", NOW - 20, customer);
        customer.put("name", "New");
        stripe.event("customer.updated", NOW - 20, customer); // in the same second
        customer.put("name", "Newest"); // and this event is not told yet
        Reader customers = reader("customers");
        customers.pass(since(NOW - 100));
        assertThat(customers.value("cus_1", "name")).isEqualTo("Newest");
        assertThat(api.asked()).as("one feed, one fetch").hasSize(2);
    }

    @Test
    void events_of_the_first_second_count() throws BadPage {
        stripe.event("customer.updated", NOW - 100, stripe.get(CUSTOMERS, "cus_1"));
        stripe.event("customer.updated", NOW - 101, stripe.get(CUSTOMERS, "cus_2"));
        Reader customers = reader("customers");
        customers.pass(since(NOW - 100));
        assertThat(customers.table).containsOnlyKeys("cus_1");
    }

    @Test
    void an_event_that_comes_late_is_seen_by_the_overlap() throws BadPage {
        stripe.event("customer.updated", NOW - 90, stripe.get(CUSTOMERS, "cus_1"));
        reader("customers").pass(since(NOW - 200));
        stripe.event("customer.updated", NOW - 95, stripe.get(CUSTOMERS, "cus_2"));
        Instant next = Instant.ofEpochSecond(NOW).minus(connector.spec().safetyLag());
        Reader customers = reader("customers");
        customers.pass(new Reading.Since(next));
        assertThat(customers.table).containsKey("cus_2");
    }

    @Test
    void new_records_are_listed_and_not_fetched_one_by_one() throws BadPage {
        for (int i = 20; i < 26; i++) {
            stripe.event("customer.created", NOW - 10, stripe.put(CUSTOMERS, "cus_" + i, NOW - 10, "{}"));
        }
        stripe.pageSize = 100;
        Reader customers = reader("customers");
        customers.pass(since(NOW - 100));
        assertThat(customers.table).hasSize(6);
        assertThat(api.asked()).as("the feed and one list").hasSize(2);
    }

    @Test
    void a_deleted_record_is_a_tombstone_whatever_else_events_tell_of_it() throws BadPage {
        stripe.event("customer.updated", NOW - 30, stripe.get(CUSTOMERS, "cus_4"));
        stripe.delete(CUSTOMERS, "cus_4", "customer.deleted", NOW - 30);
        stripe.put("/v1/products", "a b", NOW - 900, "{}");
        stripe.delete("/v1/products", "a b", "product.deleted", NOW - 30);
        Reader customers = reader("customers");
        customers.pass(since(NOW - 100));
        assertThat(customers.isGone("cus_4")).isTrue();
        Reader products = reader("products");
        products.pass(since(NOW - 100));
        assertThat(products.isGone("a b"))
                .as("404, where the object leaves no trace")
                .isTrue();
        assertThat(asked().getLast()).endsWith("/v1/products/a%20b");
    }

    @Test
    void a_record_created_and_deleted_since_is_a_tombstone_too() throws BadPage {
        stripe.event("customer.created", NOW - 10, stripe.put(CUSTOMERS, "cus_30", NOW - 10, "{}"));
        stripe.delete(CUSTOMERS, "cus_30", "customer.deleted", NOW - 9);
        Reader customers = reader("customers");
        customers.pass(since(NOW - 100));
        assertThat(customers.isGone("cus_30")).isTrue();
    }

    @Test
    void a_discount_of_a_customer_is_a_change_of_the_customer() throws BadPage {
        stripe.event(
                "customer.discount.created",
                NOW - 10,
                MiniStripe.object("{\"id\": \"di_1\", \"customer\": \"cus_2\"}"));
        Reader customers = reader("customers");
        customers.pass(since(NOW - 100));
        assertThat(customers.table).containsOnlyKeys("cus_2");
    }

    @Test
    void a_position_older_than_the_events_starts_over() throws BadPage {
        long month = Duration.ofDays(30).toSeconds();
        assertThat(reader("customers").pass(since(NOW - month))).isInstanceOf(Answer.StartOver.class);
        assertThat(reader("customers").pass(since(NOW - month + 7200))).isInstanceOf(Answer.Page.class);
    }

    @Test
    void events_that_vanish_while_they_are_read_start_the_pass_over() throws BadPage {
        for (int i = 1; i <= 5; i++) {
            stripe.event("customer.updated", NOW - 50, stripe.get(CUSTOMERS, "cus_" + i));
        }
        Reader customers = reader("customers");
        customers.between = stripe.events::clear;
        assertThat(customers.pass(since(NOW - 100))).isInstanceOf(Answer.StartOver.class);
    }

    @Test
    void what_no_event_tells_is_listed_by_its_time() throws BadPage {
        stripe.put("/v1/balance_transactions", "txn_1", NOW - 300, "{}");
        stripe.put("/v1/balance_transactions", "txn_2", NOW - 100, "{}");
        Reader transactions = reader("balance_transactions");
        transactions.pass(since(NOW - 100));
        assertThat(transactions.table).containsOnlyKeys("txn_2");
        assertThat(connector.describe(access(Map.of()), "balance_transactions"))
                .get()
                .extracting(StreamSpec::notVouched)
                .isEqualTo(java.util.Set.of("status"));
    }

    @Test
    void a_list_without_a_filter_ends_at_the_first_older_record() throws BadPage {
        for (int i = 1; i <= 12; i++) {
            stripe.put("/v1/checkout/sessions", "cs_" + i, NOW - 200 + i * 10L, "{}");
        }
        Reader sessions = reader("checkout_sessions");
        sessions.pass(since(NOW - 105));
        assertThat(sessions.table).containsKeys("cs_10", "cs_11", "cs_12").doesNotContainKey("cs_6");
    }

    @Test
    void lines_of_a_changed_invoice_are_all_fetched_and_those_that_it_lost_are_gone() throws BadPage {
        ObjectNode invoice = stripe.put(
                "/v1/invoices",
                "in_1",
                NOW - 900,
                "{\"all\": [{\"id\": \"il_1\"}, {\"id\": \"il_3\"}], \"lines\":"
                        + " {\"data\": [{\"id\": \"il_1\"}, {\"id\": \"il_3\"}], \"has_more\": false}}");
        stripe.event(
                "invoice.updated",
                NOW - 10,
                invoice,
                "{\"lines\": {\"data\": [{\"id\": \"il_1\"}, {\"id\": \"il_2\"}]}}");
        Reader lines = reader("invoice_line_items");
        lines.pass(since(NOW - 100));
        assertThat(lines.table).containsOnlyKeys("in_1/il_1", "in_1/il_2", "in_1/il_3");
        assertThat(lines.isGone("in_1/il_2")).isTrue();
        assertThat(lines.isGone("in_1/il_1")).isFalse();
    }

    @Test
    void lines_of_a_deleted_draft_are_gone() throws BadPage {
        stripe.put(
                "/v1/invoices",
                "in_1",
                NOW - 900,
                "{\"lines\": {\"data\": [{\"id\": \"il_1\"}], \"has_more\": false}}");
        stripe.delete("/v1/invoices", "in_1", "invoice.deleted", NOW - 10);
        Reader lines = reader("invoice_line_items");
        lines.pass(since(NOW - 100));
        assertThat(lines.isGone("in_1/il_1")).isTrue();
    }

    @Test
    void a_subscription_that_ended_keeps_its_items() throws BadPage {
        ObjectNode subscription = stripe.put(
                "/v1/subscriptions",
                "sub_1",
                NOW - 900,
                "{\"items\": {\"data\": [{\"id\": \"si_1\"}], \"has_more\": false}}");
        stripe.put("/v1/subscription_items", "si_1", NOW - 900, "{\"subscription\": \"sub_1\"}");
        stripe.event("customer.subscription.deleted", NOW - 10, subscription);
        Reader items = reader("subscription_items");
        items.pass(since(NOW - 100));
        assertThat(items.isGone("si_1")).isFalse();
        assertThat(items.value("si_1", "subscription")).isEqualTo("sub_1");
    }

    @Test
    void the_transactions_of_automatic_payouts_are_asked_for_payout_by_payout() throws BadPage {
        stripe.put("/v1/payouts", "po_1", NOW - 500, "{\"automatic\": true}");
        stripe.put("/v1/payouts", "po_2", NOW - 400, "{\"automatic\": false}");
        stripe.put("/v1/balance_transactions", "txn_1", NOW - 600, "{\"payout\": \"po_1\"}");
        Reader transactions = reader("payout_balance_transactions");
        transactions.pass(ALL);
        assertThat(transactions.table).containsOnlyKeys("po_1/txn_1");
        assertThat(asked()).noneMatch(uri -> uri.contains("payout=po_2"));
    }

    @Test
    void a_limit_by_the_second_is_waited_for_seconds() {
        var refusing = ScriptedApi.of(MiniStripe.error(429, "rate_limit", "Too many requests"));
        var access = TestAccess.to(connector, Map.of(), Map.of("api_key", MiniStripe.KEY), refusing);
        StreamSpec customers = connector.describe(access, "customers").orElseThrow();
        assertThat(connector.read(access, PageRequest.first(customers, ALL)))
                .isInstanceOfSatisfying(
                        Answer.Wait.class, wait -> assertThat(wait.atLeast()).isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void a_key_that_was_revoked_or_may_not_stops_with_a_way_out() {
        for (var refusal :
                Map.of(401, "source.login_refused", 403, "source.forbidden").entrySet()) {
            var refusing = ScriptedApi.of(MiniStripe.error(refusal.getKey(), "", "Expired API Key provided"));
            var access = TestAccess.to(connector, Map.of(), Map.of("api_key", MiniStripe.KEY), refusing);
            StreamSpec customers = connector.describe(access, "customers").orElseThrow();
            assertThat(connector.read(access, PageRequest.first(customers, ALL)))
                    .isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                        assertThat(stop.code()).isEqualTo(refusal.getValue());
                        assertThat(stop.whatToDo()).isNotBlank();
                    });
        }
    }

    @Test
    void a_platform_works_for_the_account_that_it_names() throws BadPage {
        new Reader(access(Map.of("account", "acct_1Nv0FGQ9RKHgCVdK")), "customers").pass(ALL);
        assertThat(api.asked())
                .allSatisfy(request ->
                        assertThat(request.headers()).containsEntry("Stripe-Account", "acct_1Nv0FGQ9RKHgCVdK"));
        assertThat(new Reader(access(Map.of("account", "me\nX: y")), "customers").pass(ALL))
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("settings.wrong"));
    }

    @Test
    void every_stream_has_its_key_and_says_what_cannot_be_vouched_for() {
        List<StreamSpec> streams = connector.discover(access(Map.of()));
        assertThat(streams).hasSize(27).allSatisfy(stream -> {
            assertThat(stream.field("id")).isPresent();
            assertThat(stream.fields())
                    .as("%s", stream.name())
                    .extracting(f -> f.name())
                    .containsAll(stream.notVouched());
            assertThat(stream.versionField())
                    .as("what is fetched later is newer")
                    .isEmpty();
        });
        assertThat(streams)
                .filteredOn(stream -> stream.cursor() == CursorKind.NONE)
                .extracting(StreamSpec::name)
                .containsExactly("accounts");
        assertThat(streams)
                .filteredOn(StreamSpec::seesDeletes)
                .extracting(StreamSpec::name)
                .contains("customers", "invoices", "invoice_items", "invoice_line_items", "products", "coupons")
                .doesNotContain("charges", "subscriptions");
    }
}
