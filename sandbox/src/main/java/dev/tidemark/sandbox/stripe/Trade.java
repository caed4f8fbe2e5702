package dev.tidemark.sandbox.stripe;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens in a business that sells: payments, refunds, subscriptions and their invoices, with all that hangs on them. */
final class Trade {
    private static final long MONTH = 30L * 24 * 3600;

    private final Books books;

    Trade(Books books) {
        this.books = books;
    }

    ObjectNode customer(Consumer<ObjectNode> more) {
        ObjectNode customer = Templates.of("customer");
        customer.put("invoice_prefix", books.letters(8).toUpperCase(Locale.ROOT));
        customer.put("next_invoice_sequence", 1).put("tax_exempt", "none");
        more.accept(customer);
        return books.insert(Coll.CUSTOMERS, customer);
    }

    /** A card that belongs to a customer. */
    ObjectNode card(String customer) {
        ObjectNode method = Templates.of("payment_method");
        method.put("type", "card").put("allow_redisplay", "unspecified");
        ((ObjectNode) method.path("card"))
                .put("brand", "visa")
                .put("country", "US")
                .put("display_brand", "visa")
                .put("exp_month", 12)
                .put("exp_year", 2030)
                .put("fingerprint", books.letters(16))
                .put("funding", "credit")
                .put("last4", "4242");
        ObjectNode made = books.insert(Coll.PAYMENT_METHODS, method);
        String id = made.path("id").asString();
        return books.update(Coll.PAYMENT_METHODS, id, "payment_method.attached", m -> m.put("customer", customer));
    }

    ObjectNode product(String name, Consumer<ObjectNode> more) {
        ObjectNode product = Templates.of("product");
        product.put("active", true).put("name", name).put("type", "service").put("updated", books.second());
        more.accept(product);
        String own = product.path("id").asString("");
        return books.insert(Coll.PRODUCTS, own.isEmpty() ? books.id(Coll.PRODUCTS) : own, product);
    }

    /** A price; with an interval, also the plan of the same id that older clients know. */
    ObjectNode price(
            String product, String currency, long amount, @Nullable String interval, Consumer<ObjectNode> more) {
        ObjectNode price = Templates.of("price");
        price.put("active", true)
                .put("billing_scheme", "per_unit")
                .put("currency", currency)
                .put("product", product)
                .put("tax_behavior", "unspecified")
                .put("type", interval == null ? "one_time" : "recurring")
                .put("unit_amount", amount)
                .put("unit_amount_decimal", Long.toString(amount));
        if (interval != null) {
            ObjectNode recurring = price.putObject("recurring");
            recurring.putNull("aggregate_usage").put("interval", interval).put("interval_count", 1);
            recurring.putNull("meter").putNull("trial_period_days").put("usage_type", "licensed");
        }
        more.accept(price);
        ObjectNode made = books.insert(Coll.PRICES, price);
        if (interval != null) {
            books.insert(Coll.PLANS, made.path("id").asString(), plan(made));
        }
        return made;
    }

    private static ObjectNode plan(ObjectNode price) {
        ObjectNode plan = Templates.of("plan");
        for (String same :
                List.of("active", "billing_scheme", "created", "currency", "metadata", "nickname", "product")) {
            plan.set(same, price.path(same));
        }
        return plan.put("id", price.path("id").asString())
                .put("amount", price.path("unit_amount").asLong())
                .put("amount_decimal", price.path("unit_amount_decimal").asString(""))
                .put("interval", price.path("recurring").path("interval").asString("month"))
                .put("interval_count", 1)
                .put("usage_type", "licensed");
    }

    /** A payment that succeeded, with its charge and what it brought. */
    ObjectNode pay(ObjectNode intent, @Nullable String invoice) {
        long amount = intent.path("amount").asLong();
        String id = intent.path("id").asString();
        ObjectNode charge = Templates.of("charge");
        String chargeId = books.id(Coll.CHARGES);
        ObjectNode money = transaction("charge", chargeId, amount, amount * 29 / 1000 + 30, text(intent, "currency"));
        charge.put("amount", amount)
                .put("amount_captured", amount)
                .put("balance_transaction", money.path("id").asString())
                .put("captured", true)
                .put("currency", text(intent, "currency"))
                .put("paid", true)
                .put("payment_intent", id)
                .put("status", "succeeded");
        charge.set("customer", intent.path("customer"));
        charge.set("payment_method", intent.path("payment_method"));
        charge.put("invoice", invoice);
        ObjectNode made = books.insert(Coll.CHARGES, chargeId, charge);
        books.event("charge.succeeded", made, null);
        return books.update(
                Coll.PAYMENT_INTENTS,
                id,
                "payment_intent.succeeded",
                i -> i.put("status", "succeeded")
                        .put("amount_received", amount)
                        .put("invoice", invoice)
                        .put("latest_charge", chargeId));
    }

    ObjectNode intent(@Nullable String customer, long amount, String currency, Consumer<ObjectNode> more) {
        ObjectNode intent = Templates.of("payment_intent");
        intent.put("amount", amount)
                .put("capture_method", "automatic")
                .put("confirmation_method", "automatic")
                .put("currency", currency)
                .put("customer", customer)
                .put("status", "requires_payment_method");
        intent.putArray("payment_method_types").add("card");
        more.accept(intent);
        String id = books.id(Coll.PAYMENT_INTENTS);
        intent.put("client_secret", id + "_secret_" + books.letters(25));
        return books.insert(Coll.PAYMENT_INTENTS, id, intent);
    }

    private ObjectNode transaction(String type, String source, long amount, long fee, String currency) {
        ObjectNode money = Templates.of("balance_transaction");
        money.put("amount", amount)
                .put("available_on", books.second() + 2 * 24 * 3600)
                .put("currency", currency)
                .put("fee", fee)
                .put("net", amount - fee)
                .put("reporting_category", type)
                .put("source", source)
                .put("status", "pending")
                .put("type", type);
        if (fee > 0) {
            ObjectNode detail = ((ArrayNode) money.path("fee_details")).addObject();
            detail.put("amount", fee).putNull("application").put("currency", currency);
            detail.put("description", "Stripe processing fees").put("type", "stripe_fee");
        }
        return books.insert(Coll.BALANCE_TRANSACTIONS, money);
    }

    ObjectNode refund(ObjectNode charge, long amount, Consumer<ObjectNode> more) {
        String chargeId = charge.path("id").asString();
        long left =
                charge.path("amount").asLong() - charge.path("amount_refunded").asLong();
        if (left <= 0) {
            throw Refused.parameter(
                    "charge_already_refunded", "Charge " + chargeId + " has already been refunded.", "");
        }
        if (amount > left) {
            throw Refused.parameter("", "Refund amount is greater than unrefunded amount on charge", "amount");
        }
        ObjectNode refund = Templates.of("refund");
        String id = books.id(Coll.REFUNDS);
        ObjectNode money = transaction("refund", id, -amount, 0, text(charge, "currency"));
        refund.put("amount", amount)
                .put("balance_transaction", money.path("id").asString())
                .put("charge", chargeId)
                .put("currency", text(charge, "currency"))
                .put("status", "succeeded");
        refund.putObject("metadata");
        refund.set("payment_intent", charge.path("payment_intent"));
        more.accept(refund);
        ObjectNode made = books.insert(Coll.REFUNDS, id, refund);
        books.update(
                Coll.CHARGES,
                chargeId,
                "charge.refunded",
                c -> c.put("amount_refunded", c.path("amount_refunded").asLong() + amount)
                        .put("refunded", left == amount));
        return made;
    }

    /** A subscription to one price each, with its first invoice, paid. */
    ObjectNode subscribe(String customer, List<String> prices, Consumer<ObjectNode> more) {
        long now = books.second();
        ObjectNode subscription = Templates.of("subscription");
        String id = books.id(Coll.SUBSCRIPTIONS);
        subscription
                .put("billing_cycle_anchor", now)
                .put("cancel_at_period_end", false)
                .put("collection_method", "charge_automatically")
                .put("current_period_end", now + MONTH)
                .put("current_period_start", now)
                .put("customer", customer)
                .put("start_date", now)
                .put("status", "active")
                .put("created", now);
        ObjectNode items = Templates.list("/v1/subscription_items?subscription=" + id);
        subscription.set("items", items);
        more.accept(subscription);
        for (String price : prices) {
            ((ArrayNode) items.path("data")).add(item(id, price));
        }
        ObjectNode first = (ObjectNode) items.path("data").path(0);
        subscription.put("currency", first.path("price").path("currency").asString("usd"));
        subscription.set("plan", prices.size() == 1 ? first.path("plan") : null);
        subscription.put("quantity", 1);
        subscription.put("id", id);
        books.insert(Coll.SUBSCRIPTIONS, id, subscription);
        ObjectNode invoice = invoice(customer, id, items.path("data"));
        return books.update(
                Coll.SUBSCRIPTIONS,
                id,
                s -> s.put("latest_invoice", invoice.path("id").asString()));
    }

    ObjectNode item(String subscription, String price) {
        ObjectNode found = books.newest(Coll.PRICES, price)
                .orElseThrow(() -> Refused.missing("price", price, 400, "items[0][price]"));
        ObjectNode item = Templates.of("subscription_item");
        item.put("quantity", 1).put("subscription", subscription);
        item.put("current_period_start", books.second()).put("current_period_end", books.second() + MONTH);
        item.set("price", found.deepCopy());
        item.set("plan", plan(found));
        return books.insert(Coll.SUBSCRIPTION_ITEMS, item);
    }

    /** An invoice over these items, finalised and paid. */
    ObjectNode invoice(String customer, @Nullable String subscription, JsonNode items) {
        ObjectNode invoice = draft(customer, subscription);
        String id = invoice.path("id").asString();
        books.update(Coll.INVOICES, id, "", i -> {
            for (JsonNode item : items) {
                line(i, item.path("price"), subscription, item.path("id").asString(""));
            }
            total(i);
        });
        finalise(id);
        return settle(id);
    }

    ObjectNode draft(String customer, @Nullable String subscription) {
        ObjectNode invoice = Templates.of("invoice");
        String id = books.id(Coll.INVOICES);
        books.newest(Coll.CUSTOMERS, customer).ifPresent(c -> {
            invoice.set("customer_email", c.path("email"));
            invoice.set("customer_name", c.path("name"));
        });
        invoice.put("account_country", "US")
                .put("account_name", "Tidemark sandbox")
                .put("auto_advance", false)
                .put("billing_reason", subscription == null ? "manual" : "subscription_create")
                .put("collection_method", "charge_automatically")
                .put("currency", "usd")
                .put("customer", customer)
                .put("customer_tax_exempt", "none")
                .put("period_end", books.second())
                .put("period_start", books.second())
                .put("status", "draft")
                .put("subscription", subscription);
        invoice.set("lines", Templates.list("/v1/invoices/" + id + "/lines"));
        return books.insert(Coll.INVOICES, id, invoice);
    }

    void line(ObjectNode invoice, JsonNode price, @Nullable String subscription, String item) {
        ObjectNode line = Templates.of("line_item");
        long amount = price.path("unit_amount").asLong(0);
        line.put("id", "il_1" + books.letters(23))
                .put("amount", amount)
                .put("currency", price.path("currency").asString("usd"))
                .put("discountable", true)
                .put("invoice", invoice.path("id").asString())
                .put("quantity", 1)
                .put("quantity_decimal", "1")
                .put("subscription", subscription)
                .put("subtotal", amount)
                .put("type", subscription == null ? "invoiceitem" : "subscription");
        if (subscription != null) {
            line.put("subscription_item", item);
        }
        line.set("price", price);
        ((ArrayNode) invoice.path("lines").path("data")).add(line);
    }

    static void total(ObjectNode invoice) {
        long total = 0;
        for (JsonNode line : invoice.path("lines").path("data")) {
            total += line.path("amount").asLong();
        }
        boolean paid = invoice.path("paid").asBoolean(false);
        invoice.put("amount_due", total).put("subtotal", total).put("total", total);
        invoice.put("subtotal_excluding_tax", total).put("total_excluding_tax", total);
        invoice.put("amount_paid", paid ? total : 0).put("amount_remaining", paid ? 0 : total);
    }

    ObjectNode finalise(String id) {
        ObjectNode invoice = books.newest(Coll.INVOICES, id).orElseThrow();
        if (!invoice.path("status").asString("").equals("draft")) {
            throw Refused.parameter("invoice_not_editable", "This invoice is already finalized.", "");
        }
        return books.update(
                Coll.INVOICES,
                id,
                "invoice.finalized",
                i -> i.put("status", "open")
                        .put("number", "TM-" + books.letters(6))
                        .put("effective_at", books.second()));
    }

    /** Pays an open invoice. All that happens happens in one second. */
    ObjectNode settle(String id) {
        ObjectNode invoice = books.newest(Coll.INVOICES, id).orElseThrow();
        long amount = invoice.path("amount_due").asLong();
        if (amount > 0) {
            ObjectNode intent = intent(text(invoice, "customer"), amount, text(invoice, "currency"), i -> {});
            ObjectNode paid = pay(intent, id);
            books.update(
                    Coll.INVOICES,
                    id,
                    "",
                    i -> i.put("charge", text(paid, "latest_charge")).put("payment_intent", text(paid, "id")));
        }
        ObjectNode paid = books.update(Coll.INVOICES, id, "invoice.paid", i -> {
            i.put("status", "paid").put("paid", true).put("attempted", true).put("attempt_count", 1);
            total(i);
        });
        books.event("invoice.payment_succeeded", paid, null);
        return paid;
    }

    /** Pays out every charge and refund that was not paid out yet. */
    ObjectNode payout() {
        long sum = 0;
        String id = books.id(Coll.PAYOUTS);
        for (String transaction : books.ids(Coll.BALANCE_TRANSACTIONS)) {
            ObjectNode money =
                    books.newest(Coll.BALANCE_TRANSACTIONS, transaction).orElseThrow();
            if (!money.has("_payout") && !money.path("type").asString("").equals("payout")) {
                sum += money.path("net").asLong();
                books.update(
                        Coll.BALANCE_TRANSACTIONS,
                        transaction,
                        m -> m.put("_payout", id).put("status", "available"));
            }
        }
        ObjectNode money = transaction("payout", id, -sum, 0, "usd");
        books.update(
                Coll.BALANCE_TRANSACTIONS,
                text(money, "id"),
                m -> m.put("_payout", id).put("status", "available"));
        ObjectNode payout = Templates.of("payout");
        payout.put("amount", sum)
                .put("arrival_date", books.second())
                .put("automatic", true)
                .put("balance_transaction", text(money, "id"))
                .put("currency", "usd")
                .put("description", "STRIPE PAYOUT")
                .put("method", "standard")
                .put("reconciliation_status", "completed")
                .put("source_type", "card")
                .put("status", "paid")
                .put("type", "bank_account");
        payout.putObject("metadata");
        return books.insert(Coll.PAYOUTS, id, payout);
    }

    ObjectNode creditNote(ObjectNode invoice) {
        long amount = invoice.path("total").asLong() / 2;
        ObjectNode note = Templates.of("credit_note");
        String id = books.id(Coll.CREDIT_NOTES);
        ObjectNode lines = Templates.list("/v1/credit_notes/" + id + "/lines");
        ObjectNode line = Templates.of("credit_note_line_item");
        line.put("id", "cnli_1" + books.letters(23)).put("amount", amount).put("type", "custom_line_item");
        line.put("description", "Half of it").put("quantity", 1).put("unit_amount", amount);
        ((ArrayNode) lines.path("data")).add(line);
        note.put("amount", amount)
                .put("currency", text(invoice, "currency"))
                .put("customer", text(invoice, "customer"))
                .put("invoice", text(invoice, "id"))
                .put("number", text(invoice, "number") + "-CN-01")
                .put("status", "issued")
                .put("subtotal", amount)
                .put("total", amount)
                .put("type", "post_payment")
                .put("post_payment_amount", amount);
        note.putObject("metadata");
        note.set("lines", lines);
        return books.insert(Coll.CREDIT_NOTES, id, note);
    }

    /** A customer goes: its subscriptions end, its cards are nobody's. */
    void leave(String customer) {
        for (String id : books.ids(Coll.SUBSCRIPTIONS)) {
            ObjectNode subscription = books.newest(Coll.SUBSCRIPTIONS, id).orElseThrow();
            if (text(subscription, "customer").equals(customer)
                    && text(subscription, "status").equals("active")) {
                end(id);
            }
        }
        for (String id : books.ids(Coll.PAYMENT_METHODS)) {
            if (text(books.newest(Coll.PAYMENT_METHODS, id).orElseThrow(), "customer")
                    .equals(customer)) {
                books.update(Coll.PAYMENT_METHODS, id, "payment_method.detached", m -> m.putNull("customer"));
            }
        }
        books.delete(Coll.CUSTOMERS, customer);
    }

    /** A subscription that ends is told as deleted, and stays to be seen. */
    ObjectNode end(String subscription) {
        return books.update(
                Coll.SUBSCRIPTIONS,
                subscription,
                "customer.subscription.deleted",
                s -> s.put("status", "canceled")
                        .put("canceled_at", books.second())
                        .put("ended_at", books.second()));
    }

    static String text(JsonNode object, String member) {
        return object.path(member).asString("");
    }
}
