package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The paths below {@code /v1/}. */
final class Rest {
    private final Books books;
    private final Trade trade;
    private final Lists lists;

    Rest(Books books, Lists lists) {
        this.books = books;
        this.trade = new Trade(books);
        this.lists = lists;
    }

    ObjectNode answer(Request request) {
        String below = decoded(request.path().substring("/v1/".length()));
        Coll coll = Coll.at(below).orElseThrow(() -> unknown(request));
        String rest = below.substring(coll.path().length()).replaceFirst("^/", "");
        ObjectNode input = Inputs.nested(request.method().equals("GET") ? request.params() : request.form());
        String[] steps = rest.isEmpty() ? new String[0] : rest.split("/", -1);
        return switch (request.method() + " " + steps.length) {
            case "GET 0" -> lists.list(coll, input);
            case "GET 1" ->
                rest.equals("search") && coll.searched() ? lists.search(coll, input) : one(coll, rest, input);
            case "GET 2" -> below(coll, steps[0], steps[1], input, request);
            case "POST 0" -> whole(create(coll, checked(input, Templates.creates(coll), true, request)), input);
            case "POST 1" -> whole(change(coll, steps[0], input), input);
            case "POST 2" -> whole(act(coll, steps[0], steps[1], input, request), input);
            case "DELETE 1" -> delete(coll, rest, request);
            default -> throw unknown(request);
        };
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Refused unknown(Request request) {
        return Refused.of(
                404,
                "invalid_request_error",
                "url_invalid",
                "Unrecognized request URL (" + request.method() + ": " + request.path()
                        + "). If you are trying to list objects, remove the trailing slash.",
                null);
    }

    private static ObjectNode checked(ObjectNode input, Map<String, String> params, boolean creates, Request request) {
        if (params.isEmpty()) {
            throw unknown(request);
        }
        Inputs.check(input, params, creates);
        return input;
    }

    private ObjectNode whole(ObjectNode object, ObjectNode input) {
        ObjectNode shown = Books.shown(object);
        lists.expand(shown, input.path("expand"));
        return shown;
    }

    private ObjectNode one(Coll coll, String id, ObjectNode input) {
        var found = books.seen(coll, id).orElseThrow(() -> Refused.missing(coll.object(), id, 404, "id"));
        if (found.isDeleted()) {
            if (!coll.trace()) {
                throw Refused.missing(coll.object(), id, 404, "id");
            }
            return Templates.object().put("id", id).put("object", coll.object()).put("deleted", true);
        }
        return whole(found.body(), input);
    }

    private ObjectNode below(Coll coll, String id, String what, ObjectNode input, Request request) {
        ObjectNode parent = books.newest(coll, id).orElseThrow(() -> Refused.missing(coll.object(), id, 404, "id"));
        if (what.equals("lines")) {
            return lists.nested(parent.path("lines").path("data"), input, request.path(), "line_item");
        }
        if (coll == Coll.CUSTOMERS && what.equals("payment_methods")) {
            return lists.list(Coll.PAYMENT_METHODS, input.put("customer", id));
        }
        throw unknown(request);
    }

    private ObjectNode delete(Coll coll, String id, Request request) {
        ObjectNode there = books.newest(coll, id).orElseThrow(() -> Refused.missing(coll.object(), id, 404, "id"));
        if (coll == Coll.SUBSCRIPTIONS) {
            return Books.shown(trade.end(id));
        }
        if (coll == Coll.INVOICES && !Trade.text(there, "status").equals("draft")) {
            throw Refused.parameter("invoice_not_editable", "You can only delete draft invoices", "");
        }
        if (!coll.told().contains("d") && coll != Coll.WEBHOOKS && coll != Coll.SUBSCRIPTION_ITEMS) {
            throw unknown(request);
        }
        if (coll == Coll.SUBSCRIPTION_ITEMS) {
            takeItem(there);
        }
        if (coll == Coll.CUSTOMERS) {
            trade.leave(id);
        } else {
            books.delete(coll, id);
        }
        return Templates.object().put("id", id).put("object", coll.object()).put("deleted", true);
    }

    private void takeItem(ObjectNode item) {
        String id = item.path("id").asString();
        books.update(Coll.SUBSCRIPTIONS, Trade.text(item, "subscription"), s -> {
            ArrayNode left = Templates.object().putArray("data");
            for (JsonNode each : s.path("items").path("data")) {
                if (!each.path("id").asString("").equals(id)) {
                    left.add(each);
                }
            }
            ((ObjectNode) s.path("items")).set("data", left);
        });
    }

    private ObjectNode create(Coll coll, ObjectNode input) {
        Map<String, String> params = Templates.creates(coll);
        Consumer<ObjectNode> given = object -> Inputs.into(object, input, params);
        String own = input.path("id").asString("");
        if (!own.isEmpty() && books.newest(coll, own).isPresent()) {
            throw Refused.parameter("resource_already_exists", coll.object() + " already exists.", "id");
        }
        String customer = input.path("customer").asString("");
        if (!customer.isEmpty() && books.newest(Coll.CUSTOMERS, customer).isEmpty()) {
            throw Refused.missing("customer", customer, 400, "customer");
        }
        return switch (coll.path()) {
            case "customers" -> trade.customer(given);
            case "products" -> trade.product(input.path("name").asString(""), given);
            case "prices" -> price(input);
            case "payment_intents" -> intent(input, given);
            case "refunds" -> refund(input, given);
            case "subscriptions" ->
                trade.subscribe(customer, prices(input), s -> {
                    Inputs.into(s, input.deepCopy().without("items"), params);
                });
            case "invoices" -> {
                ObjectNode draft = trade.draft(customer, null);
                yield books.update(Coll.INVOICES, Trade.text(draft, "id"), "", given);
            }
            case "invoiceitems" -> invoiceItem(input, given);
            case "webhook_endpoints" -> endpoint(input);
            case "promotion_codes" -> promotion(input);
            case "payment_methods" -> {
                ObjectNode method = Templates.of("payment_method");
                given.accept(method);
                yield books.insert(coll, method);
            }
            default -> plain(coll, own, given);
        };
    }

    private ObjectNode plain(Coll coll, String own, Consumer<ObjectNode> given) {
        ObjectNode made = Templates.of(coll.object());
        for (String on : List.of("active", "valid")) {
            if (made.has(on)) {
                made.put(on, true);
            }
        }
        if (made.has("metadata") && !made.path("metadata").isObject()) {
            made.putObject("metadata");
        }
        given.accept(made);
        return books.insert(coll, own.isEmpty() ? books.id(coll) : own, made);
    }

    private ObjectNode price(ObjectNode input) {
        String product = input.path("product").asString("");
        if (books.newest(Coll.PRODUCTS, product).isEmpty()) {
            throw Refused.missing("product", product, 400, "product");
        }
        JsonNode interval = input.path("recurring").path("interval");
        return trade.price(
                product,
                input.path("currency").asString(""),
                input.path("unit_amount").asLong(0),
                interval.isString() ? interval.asString() : null,
                price -> Inputs.into(price, input.deepCopy().without("recurring"), Templates.creates(Coll.PRICES)));
    }

    private ObjectNode intent(ObjectNode input, Consumer<ObjectNode> given) {
        String customer = input.path("customer").asString("");
        ObjectNode intent = trade.intent(
                customer.isEmpty() ? null : customer,
                input.path("amount").asLong(0),
                input.path("currency").asString(""),
                given);
        return input.path("confirm").asString("").equals("true") ? confirm(intent) : intent;
    }

    private ObjectNode confirm(ObjectNode intent) {
        String method = Trade.text(intent, "payment_method");
        if (method.equals("pm_card_chargeDeclined")) {
            books.update(
                    Coll.PAYMENT_INTENTS,
                    Trade.text(intent, "id"),
                    "payment_intent.payment_failed",
                    i -> i.put("status", "requires_payment_method"));
            throw Refused.declined();
        }
        return trade.pay(intent, null);
    }

    private ObjectNode refund(ObjectNode input, Consumer<ObjectNode> given) {
        String charge = input.path("charge").asString("");
        if (charge.isEmpty()) {
            charge = books.newest(
                            Coll.PAYMENT_INTENTS, input.path("payment_intent").asString(""))
                    .map(intent -> Trade.text(intent, "latest_charge"))
                    .orElse("");
        }
        String id = charge;
        ObjectNode found =
                books.newest(Coll.CHARGES, id).orElseThrow(() -> Refused.missing("charge", id, 404, "charge"));
        long left =
                found.path("amount").asLong() - found.path("amount_refunded").asLong();
        return trade.refund(found, input.has("amount") ? input.path("amount").asLong() : left, given);
    }

    private static List<String> prices(ObjectNode input) {
        List<String> prices = new ArrayList<>();
        for (JsonNode item : input.path("items")) {
            prices.add(item.path("price").asString(""));
        }
        if (prices.isEmpty()) {
            throw Refused.parameter("parameter_missing", "Missing required param: items.", "items");
        }
        return prices;
    }

    private ObjectNode invoiceItem(ObjectNode input, Consumer<ObjectNode> given) {
        ObjectNode item = Templates.of("invoiceitem");
        item.put("discountable", true).put("quantity", 1);
        given.accept(item);
        ObjectNode made = books.insert(Coll.INVOICE_ITEMS, item);
        String invoice = input.path("invoice").asString("");
        if (!invoice.isEmpty()) {
            books.update(Coll.INVOICES, invoice, i -> {
                ObjectNode price = Templates.object()
                        .put("unit_amount", made.path("amount").asLong(0));
                trade.line(i, price.put("currency", Trade.text(made, "currency")), null, "");
                ArrayNode lines = (ArrayNode) i.path("lines").path("data");
                ((ObjectNode) lines.get(lines.size() - 1))
                        .put("invoice_item", Trade.text(made, "id"))
                        .putNull("price");
                Trade.total(i);
            });
        }
        return made;
    }

    private ObjectNode promotion(ObjectNode input) {
        String coupon = input.path("coupon").asString("");
        ObjectNode found =
                books.newest(Coll.COUPONS, coupon).orElseThrow(() -> Refused.missing("coupon", coupon, 400, "coupon"));
        return plain(Coll.PROMOTION_CODES, "", code -> {
            Inputs.into(code, input.deepCopy().without("coupon"), Templates.creates(Coll.PROMOTION_CODES));
            code.set("coupon", found);
        });
    }

    private ObjectNode endpoint(ObjectNode input) {
        ObjectNode made = Templates.object().put("object", "webhook_endpoint").put("status", "enabled");
        ArrayNode events = made.putArray("enabled_events");
        input.path("enabled_events").forEach(events::add);
        made.put("api_version", Books.VERSION)
                .putNull("application")
                .putNull("description")
                .put("livemode", false);
        made.putObject("metadata");
        made.put("secret", "whsec_" + books.letters(32))
                .put("url", input.path("url").asString(""));
        return books.insert(Coll.WEBHOOKS, made);
    }

    private ObjectNode change(Coll coll, String id, ObjectNode input) {
        if (books.newest(coll, id).isEmpty()) {
            throw Refused.missing(coll.object(), id, 404, "id");
        }
        Map<String, String> params = Templates.changes(coll);
        Inputs.check(input, params, false);
        ObjectNode after = books.update(coll, id, object -> {
            Inputs.into(object, input.deepCopy().without("items"), params);
            if (coll == Coll.PRODUCTS) {
                object.put("updated", books.second());
            }
        });
        if (coll == Coll.SUBSCRIPTIONS && input.has("items")) {
            for (JsonNode item : input.path("items")) {
                if (item.has("deleted")) {
                    String gone = item.path("id").asString("");
                    books.newest(Coll.SUBSCRIPTION_ITEMS, gone).ifPresent(this::takeItem);
                    books.delete(Coll.SUBSCRIPTION_ITEMS, gone);
                } else if (!item.has("id")) {
                    ObjectNode made = trade.item(id, item.path("price").asString(""));
                    books.update(coll, id, s -> ((ArrayNode) s.path("items").path("data")).add(made));
                }
            }
            after = books.newest(coll, id).orElseThrow();
        }
        return after;
    }

    private ObjectNode act(Coll coll, String id, String what, ObjectNode input, Request request) {
        ObjectNode object = books.newest(coll, id).orElseThrow(() -> Refused.missing(coll.object(), id, 404, "id"));
        return switch (coll.path() + " " + what) {
            case "payment_intents confirm" -> {
                Inputs.into(object, input, Map.of("payment_method", "string"));
                yield confirm(object);
            }
            case "payment_intents cancel" ->
                books.update(
                        coll,
                        id,
                        "payment_intent.canceled",
                        i -> i.put("status", "canceled").put("canceled_at", books.second()));
            case "invoices finalize" -> trade.finalise(id);
            case "invoices pay" -> {
                if (Trade.text(object, "status").equals("draft")) {
                    trade.finalise(id);
                }
                yield trade.settle(id);
            }
            case "invoices void" -> books.update(coll, id, "invoice.voided", i -> i.put("status", "void"));
            case "payment_methods attach" ->
                books.update(
                        coll, id, "payment_method.attached", m -> m.put("customer", Trade.text(input, "customer")));
            case "payment_methods detach" ->
                books.update(coll, id, "payment_method.detached", m -> m.putNull("customer"));
            default -> throw unknown(request);
        };
    }
}
