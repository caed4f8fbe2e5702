package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.seed.Crowd;
import dev.tidemark.sandbox.seed.Dice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The customers of a small shop, and what they do. */
final class People {
    private static final List<String> THINGS = List.of("Harbour", "Beacon", "Anchor", "Lighthouse", "Compass");

    private final Books books;
    private final Trade trade;
    private final Crowd crowd;
    private final Dice dice;
    private int numbers;

    People(Books books, long seed) {
        this.books = books;
        this.trade = new Trade(books);
        this.dice = new Dice(seed);
        this.crowd = new Crowd(dice);
    }

    /**
     * About so many objects of everything that a shop has.
     *
     * @param later lets time pass between one customer and the next
     */
    void settle(int size, Runnable later) {
        List<String> prices = new ArrayList<>();
        for (String thing : THINGS) {
            String product = trade.product(thing + " plan", p -> {}).path("id").asString();
            prices.add(trade.price(
                            product,
                            "usd",
                            900L * (1 + prices.size()),
                            "month",
                            p -> p.put("lookup_key", thing.toLowerCase(Locale.ROOT)))
                    .path("id")
                    .asString());
            trade.price(product, "usd", 4900, null, p -> {});
        }
        ObjectNode coupon = Templates.of("coupon");
        coupon.put("duration", "once")
                .put("name", "Spring tide")
                .put("percent_off", 20)
                .put("valid", true);
        coupon.putObject("metadata");
        books.insert(Coll.COUPONS, "SPRING20", coupon);
        ObjectNode code = Templates.of("promotion_code");
        code.put("active", true).put("code", "SPRINGTIDE").putObject("metadata");
        code.set("coupon", coupon);
        books.insert(Coll.PROMOTION_CODES, code);
        ObjectNode rate = Templates.of("tax_rate");
        rate.put("active", true)
                .put("display_name", "VAT")
                .put("inclusive", false)
                .put("percentage", 19);
        rate.putObject("metadata");
        books.insert(Coll.TAX_RATES, rate);
        int customers = customers(size);
        for (int i = 0; i < customers; i++) {
            later.run();
            arrive(prices);
        }
        trade.payout();
    }

    /** How many customers it takes to have so many objects. */
    static int customers(int size) {
        return Math.max(1, size / 12);
    }

    private void arrive(List<String> prices) {
        numbers++;
        int number = numbers;
        Crowd.Name name = crowd.name();
        Crowd.Address at = crowd.address();
        String customer = trade.customer(c -> {
                    c.put("name", name.full()).put("email", name.mailbox() + number + "@example.com");
                    c.put("currency", "usd").put("phone", crowd.phone());
                    ((ObjectNode) c.path("metadata")).put("account_id", "acct-" + number);
                    ObjectNode address = c.putObject("address");
                    address.put("city", at.city())
                            .put("country", at.country().substring(0, 2).toUpperCase(Locale.ROOT));
                    address.put("line1", at.street()).putNull("line2").put("postal_code", at.postalCode());
                    address.put("state", at.state());
                })
                .path("id")
                .asString();
        String card = trade.card(customer).path("id").asString();
        if (dice.percent(60)) {
            int many = dice.percent(4) ? 12 : 1 + dice.below(2);
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                wanted.add(dice.of(prices));
            }
            ObjectNode subscription = trade.subscribe(customer, wanted, s -> s.put("default_payment_method", card));
            if (dice.percent(5)) {
                String invoice = subscription.path("latest_invoice").asString();
                trade.creditNote(books.newest(Coll.INVOICES, invoice).orElseThrow());
            }
        }
        if (dice.percent(50)) {
            buy(customer, card);
        }
        if (dice.percent(10)) {
            ObjectNode setup = Templates.of("setup_intent");
            setup.put("customer", customer).put("payment_method", card).put("status", "succeeded");
            setup.put("usage", "off_session").putObject("metadata");
            books.insert(Coll.SETUP_INTENTS, setup);
            ObjectNode session = Templates.of("checkout.session");
            session.put("customer", customer).put("mode", "setup").put("status", "complete");
            session.put("payment_status", "no_payment_required").putObject("metadata");
            books.event("checkout.session.completed", books.insert(Coll.SESSIONS, session), null);
        }
    }

    private void buy(String customer, String card) {
        ObjectNode intent =
                trade.intent(customer, 100L * (5 + dice.below(200)), "usd", i -> i.put("payment_method", card));
        ObjectNode paid = trade.pay(intent, null);
        ObjectNode charge =
                books.newest(Coll.CHARGES, Trade.text(paid, "latest_charge")).orElseThrow();
        if (dice.percent(15)) {
            trade.refund(charge, charge.path("amount").asLong() / 2, r -> {});
        } else if (dice.percent(5)) {
            dispute(charge);
        }
    }

    private void dispute(ObjectNode charge) {
        ObjectNode dispute = Templates.of("dispute");
        dispute.put("amount", charge.path("amount").asLong())
                .put("charge", Trade.text(charge, "id"))
                .put("currency", "usd")
                .put("payment_intent", Trade.text(charge, "payment_intent"))
                .put("reason", "general")
                .put("status", "needs_response");
        dispute.putObject("metadata");
        books.insert(Coll.DISPUTES, dispute);
        books.update(Coll.CHARGES, Trade.text(charge, "id"), c -> c.put("disputed", true));
    }

    /** So many changes, told as they were done. */
    List<Change> changes(int n) {
        List<Change> done = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            done.add(change());
        }
        return done;
    }

    private Change change() {
        List<String> customers = books.ids(Coll.CUSTOMERS);
        int what = dice.below(10);
        if (what < 2 || customers.size() < 3) {
            arrive(books.ids(Coll.PRICES).subList(0, 1));
            return told(
                    Change.Kind.CREATED, "customer", books.ids(Coll.CUSTOMERS).getLast());
        }
        String customer = dice.of(customers);
        if (what == 2) {
            trade.leave(customer);
            return told(Change.Kind.DELETED, "customer", customer);
        }
        if (what < 5) {
            buy(customer, trade.card(customer).path("id").asString());
            return told(Change.Kind.CREATED, "charge", books.ids(Coll.CHARGES).getLast());
        }
        if (what == 5) {
            return tend();
        }
        numbers++;
        int number = numbers;
        books.update(
                Coll.CUSTOMERS,
                customer,
                c -> c.put("phone", "+1 555 " + number).put("balance", -number));
        return told(Change.Kind.UPDATED, "customer", customer);
    }

    /** What a shopkeeper does: products come, are renamed and go, drafts are thrown away. */
    private Change tend() {
        List<String> products = books.ids(Coll.PRODUCTS);
        numbers++;
        if (products.size() > THINGS.size() && dice.percent(50)) {
            books.delete(Coll.PRODUCTS, products.getLast());
            return told(Change.Kind.DELETED, "product", products.getLast());
        }
        if (dice.percent(50)) {
            String draft = trade.draft(dice.of(books.ids(Coll.CUSTOMERS)), null)
                    .path("id")
                    .asString();
            String price = books.ids(Coll.PRICES).getFirst();
            books.update(Coll.INVOICES, draft, invoice -> {
                trade.line(invoice, books.newest(Coll.PRICES, price).orElseThrow(), null, "");
                Trade.total(invoice);
            });
            if (dice.percent(50)) {
                books.delete(Coll.INVOICES, draft);
                return told(Change.Kind.DELETED, "invoice", draft);
            }
            return told(Change.Kind.CREATED, "invoice", draft);
        }
        String product = trade.product("Thing " + numbers, p -> {}).path("id").asString();
        return told(Change.Kind.CREATED, "product", product);
    }

    private Change told(Change.Kind kind, String object, String id) {
        return new Change(kind, object, id, Instant.ofEpochSecond(books.second()));
    }
}
