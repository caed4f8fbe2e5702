package dev.tidemark.connectors.stripe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The streams, in the order in which they are told. Event types and lists as in Stripe's API reference. */
final class Kinds {

    private static final Kind CUSTOMERS = Kind.of(
                    "customers",
                    "/v1/customers",
                    "customer.created",
                    "customer.updated",
                    "customer.deleted",
                    "customer.discount.created",
                    "customer.discount.updated",
                    "customer.discount.deleted",
                    "customer.source.created",
                    "customer.source.updated",
                    "customer.source.deleted")
            .through(Map.of("customer.discount.", "customer", "customer.source.", "customer"))
            .expanding("sources", "tax_ids");

    private static final Kind INVOICES = Kind.of(
                    "invoices",
                    "/v1/invoices",
                    "invoice.created",
                    "invoice.deleted",
                    "invoice.finalization_failed",
                    "invoice.finalized",
                    "invoice.marked_uncollectible",
                    "invoice.paid",
                    "invoice.payment_action_required",
                    "invoice.payment_failed",
                    "invoice.payment_succeeded",
                    "invoice.sent",
                    "invoice.updated",
                    "invoice.voided")
            .expanding("discounts");

    private static final Kind SUBSCRIPTIONS = Kind.of(
                    "subscriptions",
                    "/v1/subscriptions",
                    "customer.subscription.created",
                    "customer.subscription.deleted",
                    "customer.subscription.paused",
                    "customer.subscription.pending_update_applied",
                    "customer.subscription.pending_update_expired",
                    "customer.subscription.resumed",
                    "customer.subscription.trial_will_end",
                    "customer.subscription.updated")
            .with("status=all");

    private static final Kind CREDIT_NOTES = Kind.of(
                    "credit_notes",
                    "/v1/credit_notes",
                    "credit_note.created",
                    "credit_note.updated",
                    "credit_note.voided")
            .unfiltered();

    private static final Kind PAYOUTS = Kind.of(
            "payouts",
            "/v1/payouts",
            "payout.canceled",
            "payout.created",
            "payout.failed",
            "payout.paid",
            "payout.reconciliation_completed",
            "payout.updated");

    static final List<Kind> ALL = List.of(
            CUSTOMERS,
            Kind.of(
                            "charges",
                            "/v1/charges",
                            "charge.captured",
                            "charge.expired",
                            "charge.failed",
                            "charge.pending",
                            "charge.refunded",
                            "charge.succeeded",
                            "charge.updated",
                            "charge.dispute.closed",
                            "charge.dispute.created",
                            "charge.refund.updated")
                    .through(Map.of("charge.dispute.", "charge", "charge.refund.", "charge")),
            Kind.of(
                            "payment_intents",
                            "/v1/payment_intents",
                            "payment_intent.amount_capturable_updated",
                            "payment_intent.canceled",
                            "payment_intent.created",
                            "payment_intent.partially_funded",
                            "payment_intent.payment_failed",
                            "payment_intent.processing",
                            "payment_intent.requires_action",
                            "payment_intent.succeeded")
                    .silent("amount", "description", "metadata", "payment_method", "receipt_email", "shipping"),
            Kind.of("refunds", "/v1/refunds", "refund.created", "refund.updated", "charge.refund.updated")
                    .listing(),
            INVOICES,
            INVOICES.nested("invoice_line_items", new Nest("lines", "/v1/invoices/{id}/lines", "invoice", "")),
            Kind.of("invoice_items", "/v1/invoiceitems", "invoiceitem.created", "invoiceitem.deleted")
                    .sorted("date")
                    .silent("amount", "description", "discounts", "invoice", "metadata", "period", "quantity"),
            SUBSCRIPTIONS,
            SUBSCRIPTIONS.nested(
                    "subscription_items",
                    new Nest("items", "/v1/subscription_items?subscription={id}", "subscription", "")),
            Kind.of("products", "/v1/products", "product.created", "product.updated", "product.deleted"),
            Kind.of("prices", "/v1/prices", "price.created", "price.updated", "price.deleted")
                    .expanding("tiers"),
            Kind.of("plans", "/v1/plans", "plan.created", "plan.updated", "plan.deleted")
                    .expanding("tiers"),
            Kind.of("coupons", "/v1/coupons", "coupon.created", "coupon.updated", "coupon.deleted")
                    .expanding("applies_to")
                    .silent("times_redeemed", "valid"),
            Kind.of("promotion_codes", "/v1/promotion_codes", "promotion_code.created", "promotion_code.updated")
                    .silent("times_redeemed"),
            Kind.of("balance_transactions", "/v1/balance_transactions")
                    .listing()
                    .silent("status"),
            PAYOUTS,
            PAYOUTS.nested(
                    "payout_balance_transactions",
                    new Nest("", "/v1/balance_transactions?payout={id}", "payout", "automatic")),
            Kind.of(
                    "disputes",
                    "/v1/disputes",
                    "charge.dispute.closed",
                    "charge.dispute.created",
                    "charge.dispute.funds_reinstated",
                    "charge.dispute.funds_withdrawn",
                    "charge.dispute.updated"),
            CUSTOMERS.owned(
                    "payment_methods",
                    new Nest("", "/v1/customers/{id}/payment_methods", "customer", ""),
                    "payment_method.attached",
                    "payment_method.automatically_updated",
                    "payment_method.detached",
                    "payment_method.updated"),
            Kind.of(
                            "setup_intents",
                            "/v1/setup_intents",
                            "setup_intent.canceled",
                            "setup_intent.created",
                            "setup_intent.requires_action",
                            "setup_intent.setup_failed",
                            "setup_intent.succeeded")
                    .silent("description", "metadata", "payment_method"),
            Kind.of(
                            "checkout_sessions",
                            "/v1/checkout/sessions",
                            "checkout.session.async_payment_failed",
                            "checkout.session.async_payment_succeeded",
                            "checkout.session.completed",
                            "checkout.session.expired")
                    .unfiltered()
                    .listing()
                    .expanding("line_items")
                    .silent("metadata"),
            CREDIT_NOTES,
            CREDIT_NOTES.nested(
                    "credit_note_line_items", new Nest("lines", "/v1/credit_notes/{id}/lines", "credit_note", "")),
            Kind.of("tax_rates", "/v1/tax_rates", "tax_rate.created", "tax_rate.updated"),
            Kind.of("transfers", "/v1/transfers", "transfer.created", "transfer.reversed", "transfer.updated"),
            Kind.of("accounts", "/v1/accounts"),
            Kind.of("events", "/v1/events").listing().silent("pending_webhooks"));

    private Kinds() {}

    static Optional<Kind> find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
