package dev.tidemark.sandbox.stripe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The collections of the API. */
enum Coll {
    CUSTOMERS("customers", "customer", "cus_", "customer", "cud", "email"),
    CHARGES("charges", "charge", "ch_", "charge", "u", "customer", "payment_intent"),
    PAYMENT_INTENTS("payment_intents", "payment_intent", "pi_", "payment_intent", "c", "customer"),
    REFUNDS("refunds", "refund", "re_", "refund", "cu", "charge", "payment_intent"),
    INVOICES("invoices", "invoice", "in_", "invoice", "cud", "customer", "status", "subscription"),
    INVOICE_ITEMS("invoiceitems", "invoiceitem", "ii_", "invoiceitem", "cd", "customer", "invoice"),
    SUBSCRIPTIONS("subscriptions", "subscription", "sub_", "customer.subscription", "cu", "customer", "status"),
    SUBSCRIPTION_ITEMS("subscription_items", "subscription_item", "si_", "", "", "subscription"),
    PRODUCTS("products", "product", "prod_", "product", "cud", "active"),
    PRICES("prices", "price", "price_", "price", "cud", "active", "product", "type", "lookup_keys"),
    PLANS("plans", "plan", "price_", "plan", "cud", "active", "product"),
    COUPONS("coupons", "coupon", "", "coupon", "cud"),
    PROMOTION_CODES("promotion_codes", "promotion_code", "promo_", "promotion_code", "cu", "active", "code"),
    BALANCE_TRANSACTIONS("balance_transactions", "balance_transaction", "txn_", "", "", "payout", "source", "type"),
    PAYOUTS("payouts", "payout", "po_", "payout", "cu", "status"),
    DISPUTES("disputes", "dispute", "dp_", "charge.dispute", "cu", "charge"),
    PAYMENT_METHODS("payment_methods", "payment_method", "pm_", "payment_method", "u", "customer", "type"),
    SETUP_INTENTS("setup_intents", "setup_intent", "seti_", "setup_intent", "c", "customer"),
    SESSIONS("checkout/sessions", "checkout.session", "cs_test_", "checkout.session", "", "customer"),
    CREDIT_NOTES("credit_notes", "credit_note", "cn_", "credit_note", "cu", "customer", "invoice"),
    TAX_RATES("tax_rates", "tax_rate", "txr_", "tax_rate", "cu", "active"),
    TRANSFERS("transfers", "transfer", "tr_", "transfer", "cu", "destination"),
    ACCOUNTS("accounts", "account", "acct_", "", ""),
    EVENTS("events", "event", "evt_", "", "", "type", "types"),
    WEBHOOKS("webhook_endpoints", "webhook_endpoint", "we_", "", "");

    private static final Set<String> UNTIMED =
            Set.of("subscription_items", "payment_methods", "checkout/sessions", "credit_notes", "webhook_endpoints");
    private static final Set<String> SEARCHED =
            Set.of("charges", "customers", "invoices", "payment_intents", "prices", "products", "subscriptions");

    private final String path;
    private final String object;
    private final String prefix;
    private final String events;
    private final String told;
    private final String filters;

    /**
     * @param path behind {@code /v1/}
     * @param object what its members call themselves, and templates are found by
     * @param prefix of ids
     * @param events the first words of its events; empty where there are none
     * @param told which of created, updated, deleted events tell of, as their initials
     * @param filters the query parameters that narrow its list, beside {@code created}
     */
    Coll(String path, String object, String prefix, String events, String told, String... filters) {
        this.path = path;
        this.object = object;
        this.prefix = prefix;
        this.events = events;
        this.told = told;
        this.filters = String.join(" ", filters);
    }

    String path() {
        return path;
    }

    String object() {
        return object;
    }

    String prefix() {
        return prefix;
    }

    String events() {
        return events;
    }

    String told() {
        return told;
    }

    List<String> filters() {
        return filters.isEmpty() ? List.of() : List.of(filters.split(" ", -1));
    }

    /** Whether the list takes {@code created}. */
    boolean timed() {
        return !UNTIMED.contains(path);
    }

    boolean searched() {
        return SEARCHED.contains(path);
    }

    /** Whether a deleted member can still be fetched, as such. */
    boolean trace() {
        return this == CUSTOMERS;
    }

    /** The collection at the begin of a path behind {@code /v1/}. */
    static Optional<Coll> at(String below) {
        return Arrays.stream(values())
                .filter(coll -> below.equals(coll.path) || below.startsWith(coll.path + "/"))
                .findFirst();
    }

    /** By the form of an id. */
    static Optional<Coll> ofId(String id) {
        return Arrays.stream(values())
                .filter(coll -> !coll.prefix.isEmpty() && id.startsWith(coll.prefix))
                .findFirst();
    }
}
