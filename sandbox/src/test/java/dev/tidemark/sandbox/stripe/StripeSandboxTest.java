package dev.tidemark.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StripeSandboxTest {
    private final Shop shop = new Shop(600);

    private long now() {
        return shop.instant().getEpochSecond();
    }

    private static void refused(Answer answer, int status, String type, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode error = Shop.json(answer).path("error");
        assertThat(error.path("type").asString()).isEqualTo(type);
        assertThat(error.path("code").asString("")).isEqualTo(code);
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(answer.headers().get("Request-Id")).startsWith("req_");
    }

    @Test
    void lists_run_from_the_newest_and_pages_follow_each_other_by_id() {
        List<String> ids = new ArrayList<>();
        JsonNode page = shop.get("/v1/customers?limit=7");
        while (true) {
            ids.addAll(Shop.all(page, "id"));
            if (!page.path("has_more").asBoolean()) {
                break;
            }
            shop.id("/v1/customers", "name=New");
            page = shop.get("/v1/customers?limit=7&starting_after=" + ids.getLast());
        }
        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
        JsonNode back = shop.get("/v1/customers?limit=3&ending_before=" + ids.get(5));
        assertThat(Shop.all(back, "id")).containsExactlyElementsOf(ids.subList(2, 5));
        assertThat(back.path("has_more").asBoolean()).isTrue();
    }

    @Test
    void everything_that_the_shop_holds_hangs_together() {
        var customers = new HashSet<>(shop.stripe.books().ids(Coll.CUSTOMERS));
        for (Coll coll : List.of(Coll.SUBSCRIPTIONS, Coll.INVOICES, Coll.CHARGES, Coll.PAYMENT_METHODS)) {
            List<String> ids = shop.stripe.books().ids(coll);
            assertThat(ids).as(coll.path()).isNotEmpty();
            for (String id : ids) {
                assertThat(customers)
                        .contains(shop.stripe
                                .books()
                                .newest(coll, id)
                                .orElseThrow()
                                .path("customer")
                                .asString(""));
            }
        }
        String payout = shop.stripe.books().ids(Coll.PAYOUTS).getFirst();
        JsonNode paidOut = shop.get("/v1/balance_transactions?limit=100&payout=" + payout);
        long sum = 0;
        for (JsonNode each : paidOut.path("data")) {
            sum += each.path("net").asLong();
            assertThat(each.has("_payout")).isFalse();
        }
        assertThat(paidOut.path("has_more").asBoolean() || sum == 0)
                .as("a payout empties the balance")
                .isTrue();
    }

    @Test
    void the_object_that_a_page_follows_may_be_gone() {
        String product = shop.id("/v1/products", "name=Gone");
        shop.ok("DELETE", "/v1/products/" + product, "");
        refused(
                shop.call("GET", "/v1/products?starting_after=" + product, ""),
                400,
                "invalid_request_error",
                "resource_missing");
        refused(shop.call("GET", "/v1/products/" + product, ""), 404, "invalid_request_error", "resource_missing");
        String customer = shop.id("/v1/customers", "name=Gone");
        shop.ok("DELETE", "/v1/customers/" + customer, "");
        assertThat(shop.get("/v1/customers/" + customer).path("deleted").asBoolean())
                .isTrue();
        assertThat(Shop.all(shop.get("/v1/customers?starting_after=" + customer), "id"))
                .isNotEmpty();
    }

    @Test
    void every_change_has_its_events_and_those_of_one_payment_fall_in_one_second() {
        shop.later(10);
        long from = now();
        String customer = shop.id("/v1/customers", "name=Ada&metadata[account_id]=a1");
        String price = shop.stripe.books().ids(Coll.PRICES).getFirst();
        String subscription = shop.id("/v1/subscriptions", "customer=" + customer + "&items[0][price]=" + price);
        assertThat(shop.events(from))
                .contains(
                        "customer.created",
                        "customer.subscription.created",
                        "invoice.created",
                        "invoice.finalized",
                        "charge.succeeded",
                        "payment_intent.succeeded",
                        "invoice.paid",
                        "invoice.payment_succeeded")
                .last()
                .isEqualTo("customer.created");
        shop.later(1);
        shop.post("/v1/customers/" + customer, "name=Grace");
        JsonNode event = shop.get("/v1/events?limit=1").path("data").get(0);
        assertThat(event.path("data").path("previous_attributes").toString()).isEqualTo("{\"name\":\"Ada\"}");
        assertThat(event.path("data").path("object").path("name").asString()).isEqualTo("Grace");
        shop.ok("DELETE", "/v1/subscriptions/" + subscription, "");
        assertThat(shop.events(now())).first().isEqualTo("customer.subscription.deleted");
        assertThat(Shop.all(shop.get("/v1/subscriptions?customer=" + customer), "id"))
                .isEmpty();
        assertThat(Shop.all(shop.get("/v1/subscriptions?status=all&customer=" + customer), "status"))
                .containsExactly("canceled");
    }

    @Test
    void events_are_kept_for_thirty_days_and_filtered_by_type() {
        shop.later(5);
        long from = now();
        shop.id("/v1/customers", "name=Ada");
        assertThat(Shop.all(shop.get("/v1/events?types[0]=customer.created&created[gte]=" + from), "type"))
                .containsExactly("customer.created");
        String event =
                shop.get("/v1/events?limit=1").path("data").get(0).path("id").asString();
        shop.stripe.advance(Duration.ofDays(30).plusSeconds(1));
        assertThat(Shop.all(shop.get("/v1/events?limit=100"), "id")).isEmpty();
        refused(
                shop.call("GET", "/v1/events?starting_after=" + event, ""),
                400,
                "invalid_request_error",
                "resource_missing");
    }

    @Test
    void events_can_come_late() {
        shop.later(5);
        long from = now();
        shop.stripe.books().eventLag(Duration.ofSeconds(30));
        shop.id("/v1/customers", "name=Ada");
        assertThat(shop.events(from)).isEmpty();
        shop.later(30);
        assertThat(shop.events(from)).containsExactly("customer.created");
    }

    @Test
    void the_same_key_answers_the_same_and_other_parameters_are_an_error() {
        Answer one = shop.call("POST", "/v1/customers", "name=Ada", "Idempotency-Key", "k1");
        Answer two = shop.call("POST", "/v1/customers", "name=Ada", "Idempotency-Key", "k1");
        assertThat(two.text()).isEqualTo(one.text());
        assertThat(two.headers()).containsEntry("Idempotent-Replayed", "true");
        refused(shop.call("POST", "/v1/customers", "name=Bob", "Idempotency-Key", "k1"), 400, "idempotency_error", "");
        shop.later(24 * 3600);
        assertThat(shop.call("POST", "/v1/customers", "name=Bob", "Idempotency-Key", "k1")
                        .status())
                .as("after a day")
                .isEqualTo(200);
    }

    @Test
    void a_failure_is_kept_too_and_a_refusal_of_the_parameters_is_not() {
        shop.stripe
                .faults()
                .add(FaultRule.next("fails", shop.stripe.misbehaviour().failsForGood()));
        int before = shop.stripe.books().ids(Coll.CUSTOMERS).size();
        for (int i = 0; i < 2; i++) {
            assertThat(shop.call("POST", "/v1/customers", "name=Ada", "Idempotency-Key", "k2")
                            .status())
                    .isEqualTo(500);
        }
        assertThat(shop.stripe.books().ids(Coll.CUSTOMERS)).hasSize(before);
        refused(
                shop.call("POST", "/v1/customers", "email=broken", "Idempotency-Key", "k3"),
                400,
                "invalid_request_error",
                "email_invalid");
        assertThat(shop.call("POST", "/v1/customers", "email=a@b.c", "Idempotency-Key", "k3")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_wrong_is_told_in_stripes_words() {
        refused(shop.call("POST", "/v1/customers", "nam=x"), 400, "invalid_request_error", "parameter_unknown");
        refused(
                shop.call("POST", "/v1/prices", "currency=usd&unit_amount=ten"),
                400,
                "invalid_request_error",
                "parameter_invalid_integer");
        refused(shop.call("POST", "/v1/prices", "unit_amount=10"), 400, "invalid_request_error", "parameter_missing");
        refused(
                shop.call("GET", "/v1/customers?limit=500", ""),
                400,
                "invalid_request_error",
                "parameter_invalid_integer");
        refused(shop.call("GET", "/v1/nothing", ""), 404, "invalid_request_error", "url_invalid");
        refused(
                shop.call(
                        "POST",
                        "/v1/payment_intents",
                        "amount=500&currency=usd&confirm=true&payment_method=pm_card_chargeDeclined"),
                402,
                "card_error",
                "card_declined");
        refused(shop.call("GET", "/v1/customers?expand[]=data.phone.x.y.z", ""), 400, "invalid_request_error", "");
        assertThat(shop.call("GET", "/v1/customers", "", "Authorization", "Bearer sk_test_wrong_key_12")
                        .text())
                .contains("sk_test_****")
                .doesNotContain("wrong");
        shop.stripe.revokeKey();
        refused(shop.call("GET", "/v1/customers", ""), 401, "invalid_request_error", "");
    }

    @Test
    void more_requests_than_allowed_in_a_second_are_refused() {
        shop.stripe.requestsPerSecond(3);
        for (int i = 0; i < 3; i++) {
            shop.get("/v1/customers?limit=1");
        }
        refused(shop.call("GET", "/v1/customers", ""), 429, "invalid_request_error", "rate_limit");
        shop.later(1);
        shop.get("/v1/customers?limit=1");
    }

    @Test
    void the_search_finds_by_metadata_without_regard_to_case_and_lags() {
        shop.stripe.searchLag(Duration.ofSeconds(60));
        String id = shop.id("/v1/customers", "name=Ada&metadata[account_id]=O'Neil \"x\"");
        String query = "/v1/customers/search?query=metadata%5B%27account_id%27%5D%3A%27o%5C%27neil+%22x%22%27";
        assertThat(Shop.all(shop.get(query), "id")).isEmpty();
        shop.later(61);
        assertThat(Shop.all(shop.get(query), "id")).containsExactly(id);
        refused(shop.call("GET", "/v1/customers/search?query=nonsense", ""), 400, "invalid_request_error", "");
    }

    @Test
    void nested_lists_show_ten_and_the_rest_is_asked_for() {
        String customer = shop.id("/v1/customers", "name=Ada");
        StringBuilder items = new StringBuilder("customer=" + customer);
        String price = shop.stripe.books().ids(Coll.PRICES).getFirst();
        for (int i = 0; i < 12; i++) {
            items.append("&items[").append(i).append("][price]=").append(price);
        }
        JsonNode subscription = shop.post("/v1/subscriptions", items + "&expand[]=latest_invoice.payment_intent");
        JsonNode lines = subscription.path("latest_invoice").path("lines");
        assertThat(lines.path("data").size()).isEqualTo(10);
        assertThat(lines.path("has_more").asBoolean()).isTrue();
        assertThat(subscription
                        .path("latest_invoice")
                        .path("payment_intent")
                        .path("object")
                        .asString())
                .isEqualTo("payment_intent");
        String last = lines.path("data").get(9).path("id").asString();
        JsonNode rest = shop.get(lines.path("url").asString() + "?starting_after=" + last);
        assertThat(rest.path("data").size()).isEqualTo(2);
        assertThat(Shop.all(
                        shop.get("/v1/subscription_items?limit=100&subscription="
                                + subscription.path("id").asString()),
                        "id"))
                .hasSize(12);
    }

    @Test
    void the_same_seed_makes_the_same_shop() {
        assertThat(new Shop(200).get("/v1/invoices?limit=20").toString())
                .isEqualTo(new Shop(200).get("/v1/invoices?limit=20").toString());
    }

    @Test
    void people_change_things_and_the_feed_tells_of_it() {
        shop.later(5);
        long from = now();
        var changes = shop.stripe.changes(12);
        assertThat(changes).hasSize(12);
        assertThat(shop.events(from)).contains("customer.updated");
        assertThat(new String(
                        shop.call("POST", "/sandbox/changes", "{\"n\": 2}").body(), StandardCharsets.UTF_8))
                .contains("kind");
    }

    @Test
    void a_subscription_says_which_item_it_lost() {
        String customer = shop.id("/v1/customers", "name=Ada");
        String price = shop.stripe.books().ids(Coll.PRICES).getFirst();
        JsonNode subscription = shop.post(
                "/v1/subscriptions",
                "customer=" + customer + "&items[0][price]=" + price + "&items[1][price]=" + price);
        String item = subscription.path("items").path("data").get(0).path("id").asString();
        shop.later(1);
        shop.post(
                "/v1/subscriptions/" + subscription.path("id").asString(),
                "items[0][id]=" + item + "&items[0][deleted]=true");
        JsonNode event = shop.get("/v1/events?limit=1").path("data").get(0).path("data");
        assertThat(Shop.all(event.path("previous_attributes").path("items"), "id"))
                .contains(item)
                .hasSize(2);
        assertThat(Shop.all(event.path("object").path("items"), "id"))
                .hasSize(1)
                .doesNotContain(item);
    }
}
