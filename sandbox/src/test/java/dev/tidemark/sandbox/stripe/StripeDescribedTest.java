package dev.tidemark.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.described.Watched;
import dev.tidemark.sandbox.kit.Descriptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The sandbox is asked and answers as Stripe's own OpenAPI description has it, where that is at hand. */
class StripeDescribedTest {
    private final Shop shop = new Shop(600);

    @Test
    void every_path_is_asked_and_answered_as_described() throws InterruptedException {
        var watched = new Watched(shop.stripe, List.of(Descriptions.of("stripe/spec3.yaml", "")));
        shop.api = watched;
        for (Coll coll : Coll.values()) {
            if (coll != Coll.SUBSCRIPTION_ITEMS) {
                lists(coll);
            }
        }
        goods();
        people();
        payments();
        refusals();
        assertThat(watched.differences()).isEmpty();
        assertThat(watched.unknown()).isEmpty();
        assertThat(watched.exchanges())
                .hasSizeGreaterThan(90)
                .contains(
                        "GET /v1/credit_notes 400",
                        "GET /v1/customers 401",
                        "POST /v1/payment_intents 402",
                        "GET /v1/events/{id} 404",
                        "GET /v1/customers 429",
                        "DELETE /v1/subscriptions/{subscription_exposed_id} 200");
    }

    private void lists(Coll coll) {
        String path = "/v1/" + coll.path();
        JsonNode page = shop.get(path + "?limit=100");
        String first = page.at("/data/0/id").asString("");
        if (first.isEmpty()) {
            return;
        }
        shop.get(path + "?limit=2&starting_after=" + first);
        shop.get(path + "?limit=2&ending_before=" + page.at("/data/1/id").asString(first));
        shop.get(path + "/" + first);
        shop.call("GET", path + "/none", "");
        // Lists without a span of time refuse one.
        shop.call("GET", path + "?limit=1&created[gte]=1700000000", "");
    }

    private void goods() {
        String product = shop.id("/v1/products", "name=Rope&description=Long&metadata[code]=r1");
        shop.post("/v1/products/" + product, "name=Rope 2");
        String price = shop.id("/v1/prices", "currency=usd&unit_amount=500&product=" + product);
        shop.post("/v1/prices/" + price, "nickname=Usual");
        String coupon = shop.id("/v1/coupons", "percent_off=10&duration=once");
        shop.post("/v1/coupons/" + coupon, "name=Ten");
        shop.id("/v1/promotion_codes", "coupon=" + coupon);
        String rate = shop.id("/v1/tax_rates", "display_name=VAT&percentage=20&inclusive=false");
        shop.post("/v1/tax_rates/" + rate, "active=false");
        shop.call("DELETE", "/v1/coupons/" + coupon, "");
        String unpriced = shop.id("/v1/products", "name=Gone");
        shop.call("DELETE", "/v1/products/" + unpriced, "");
        shop.call("GET", "/v1/products/" + unpriced, "");
    }

    private void people() {
        String customer = shop.id("/v1/customers", "name=Ada&email=ada@mail.example&metadata[id]=1");
        shop.post("/v1/customers/" + customer, "name=Ada L.&balance=100");
        shop.get("/v1/customers/search?limit=5&query=" + "metadata['id']:'1'".replace("'", "%27"));
        String product = shop.id("/v1/products", "name=Plan");
        String price =
                shop.id("/v1/prices", "currency=usd&unit_amount=500&recurring[interval]=month&product=" + product);
        JsonNode subscription = shop.post("/v1/subscriptions", "customer=" + customer + "&items[0][price]=" + price);
        String id = subscription.path("id").asString();
        shop.post("/v1/subscriptions/" + id, "cancel_at_period_end=true");
        shop.get("/v1/subscription_items?subscription=" + id);
        shop.get("/v1/subscriptions?status=all&limit=3");
        String item = subscription.at("/items/data/0/id").asString("");
        shop.get("/v1/subscription_items/" + item);
        String invoice = subscription.path("latest_invoice").asString("");
        shop.get("/v1/invoices/" + invoice);
        shop.get("/v1/invoices/" + invoice + "/lines?limit=5");
        String draft = shop.id("/v1/invoices", "customer=" + customer);
        shop.post("/v1/invoiceitems", "customer=" + customer + "&amount=500&currency=usd&invoice=" + draft);
        shop.post("/v1/invoices/" + draft, "description=Thanks");
        shop.post("/v1/invoices/" + draft + "/finalize", "");
        shop.post("/v1/invoices/" + draft + "/pay", "");
        String other = shop.id("/v1/invoices", "customer=" + customer);
        shop.post("/v1/invoices/" + other + "/finalize", "");
        shop.post("/v1/invoices/" + other + "/void", "");
        shop.call("DELETE", "/v1/invoices/" + shop.id("/v1/invoices", "customer=" + customer), "");
        shop.call("DELETE", "/v1/subscriptions/" + id, "");
        shop.get("/v1/customers/" + customer + "/payment_methods");
        shop.call("DELETE", "/v1/customers/" + customer, "");
        shop.get("/v1/customers/" + customer);
    }

    private void payments() {
        String customer = shop.id("/v1/customers", "name=Grace");
        String method = shop.id("/v1/payment_methods", "type=card");
        shop.post("/v1/payment_methods/" + method + "/attach", "customer=" + customer);
        shop.post("/v1/payment_methods/" + method + "/detach", "");
        String intent = shop.id("/v1/payment_intents", "amount=500&currency=usd&customer=" + customer);
        shop.post("/v1/payment_intents/" + intent, "description=Rope");
        shop.post("/v1/payment_intents/" + intent + "/confirm", "payment_method=pm_card_visa");
        JsonNode refund = shop.post("/v1/refunds", "payment_intent=" + intent + "&amount=100");
        shop.post("/v1/refunds/" + refund.path("id").asString(""), "metadata[why]=wet");
        shop.get("/v1/charges?payment_intent=" + intent);
        String idle = shop.id("/v1/payment_intents", "amount=500&currency=usd");
        shop.post("/v1/payment_intents/" + idle + "/cancel", "");
        shop.call(
                "POST",
                "/v1/payment_intents",
                "amount=500&currency=usd&confirm=true&payment_method=pm_card_chargeDeclined");
        shop.get("/v1/events?limit=3&type=refund.created&created[gte]=1700000000");
        String hook = shop.id("/v1/webhook_endpoints", "url=https://shop.example/hook&enabled_events[0]=*");
        shop.get("/v1/webhook_endpoints/" + hook);
        shop.call("DELETE", "/v1/webhook_endpoints/" + hook, "");
    }

    private void refusals() {
        shop.call("POST", "/v1/customers", "nam=x");
        shop.call("POST", "/v1/prices", "unit_amount=10");
        shop.call("GET", "/v1/customers?limit=500", "");
        shop.call("GET", "/v1/customers", "", "Authorization", "Bearer wrong");
        shop.call("POST", "/v1/customers", "name=A", "Idempotency-Key", "k");
        shop.call("POST", "/v1/customers", "name=B", "Idempotency-Key", "k");
        shop.stripe.requestsPerSecond(0);
        shop.call("GET", "/v1/customers", "");
        shop.stripe.requestsPerSecond(1_000);
    }
}
