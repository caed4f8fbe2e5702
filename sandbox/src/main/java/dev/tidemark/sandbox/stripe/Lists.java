package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists, newest first, paged by the ids of objects; searches; and objects shown whole instead of by their ids. */
final class Lists {
    private static final int USUAL = 10;
    private static final int MOST = 100;
    private static final Pattern CLAUSE =
            Pattern.compile("\\s*(?:(metadata)\\[['\"](.+?)['\"]]|(\\w+)):(['\"])(.*?)(?<!\\\\)\\4\\s*(?:AND|$)?");
    private static final Set<String> COMMON = Set.of("limit", "starting_after", "ending_before", "expand");

    /** What comes only when asked for, by object: lists that are empty here, and values that are null. */
    private static final Map<String, Set<String>> ON_REQUEST = Map.of(
            "customer", Set.of("sources", "tax_ids", "subscriptions"),
            "charge", Set.of("refunds"),
            "price", Set.of("tiers", "currency_options"),
            "plan", Set.of("tiers"),
            "coupon", Set.of("applies_to", "currency_options"),
            "checkout.session", Set.of("line_items"));

    private final Books books;
    private Duration searchLag = Duration.ZERO;

    Lists(Books books) {
        this.books = books;
    }

    void searchLag(Duration lag) {
        searchLag = lag;
    }

    ObjectNode list(Coll coll, ObjectNode query) {
        for (var each : query.properties()) {
            boolean known = COMMON.contains(each.getKey())
                    || coll.filters().contains(each.getKey())
                    || (coll.timed() && each.getKey().equals("created"));
            if (!known) {
                throw Refused.parameter(
                        "parameter_unknown", "Received unknown parameter: " + each.getKey(), each.getKey());
            }
        }
        if (coll == Coll.SUBSCRIPTION_ITEMS && !query.has("subscription")) {
            throw Refused.parameter("parameter_missing", "Missing required param: subscription.", "subscription");
        }
        List<StoredObject> all = books.list(coll).stream()
                .filter(object -> passes(coll, object.body(), query))
                .toList();
        return page(all, query, "/v1/" + coll.path(), coll.object(), coll.trace());
    }

    /** The nested list of an object as a list of its own. */
    ObjectNode nested(JsonNode list, ObjectNode query, String url, String what) {
        List<StoredObject> all = new ArrayList<>();
        for (JsonNode each : list) {
            Instant none = Instant.EPOCH;
            all.add(new StoredObject(each.path("id").asString(), (ObjectNode) each, none, none, null));
        }
        return page(all, query, url, what, false);
    }

    private ObjectNode page(List<StoredObject> all, ObjectNode query, String url, String what, boolean trace) {
        int limit = query.has("limit") ? number(query.path("limit").asString(""), "limit") : USUAL;
        if (limit < 1 || limit > MOST) {
            throw Refused.parameter("parameter_invalid_integer", "This value must be between 1 and 100.", "limit");
        }
        List<StoredObject> alive =
                all.stream().filter(object -> !object.isDeleted()).toList();
        ObjectNode page = Templates.list(url);
        List<StoredObject> shown;
        boolean more;
        if (query.has("ending_before")) {
            int end = place(all, query, "ending_before", what, trace);
            List<StoredObject> before =
                    all.subList(0, end).stream().filter(o -> !o.isDeleted()).toList();
            shown = before.subList(Math.max(0, before.size() - limit), before.size());
            more = before.size() > limit;
        } else {
            List<StoredObject> after = alive;
            if (query.has("starting_after")) {
                int start = place(all, query, "starting_after", what, trace);
                after = all.subList(start + 1, all.size()).stream()
                        .filter(o -> !o.isDeleted())
                        .toList();
            }
            shown = after.subList(0, Math.min(limit, after.size()));
            more = after.size() > limit;
        }
        for (StoredObject each : shown) {
            ((ArrayNode) page.path("data")).add(Books.shown(each.body()));
        }
        page.put("has_more", more);
        expand(page, query.path("expand"));
        return page;
    }

    private static int place(List<StoredObject> all, ObjectNode query, String param, String what, boolean trace) {
        String id = query.path(param).asString("");
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id) && (trace || !all.get(i).isDeleted())) {
                return i;
            }
        }
        throw Refused.missing(what, id, 400, param);
    }

    private static boolean passes(Coll coll, ObjectNode object, ObjectNode query) {
        for (String filter : coll.filters()) {
            if (query.has(filter) && !passes(filter, object, query.path(filter))) {
                return false;
            }
        }
        boolean ended =
                coll == Coll.SUBSCRIPTIONS && object.path("status").asString("").equals("canceled");
        return (!ended || query.has("status"))
                && inTime(
                        object.path(coll == Coll.INVOICE_ITEMS ? "date" : "created")
                                .asLong(),
                        query.path("created"));
    }

    private static boolean passes(String filter, ObjectNode object, JsonNode wanted) {
        String found = object.path(member(filter)).asString("");
        if (wanted.isObject()) {
            return wanted.valueStream().anyMatch(each -> each.asString("").equals(found));
        }
        return wanted.asString("").equals(found)
                || (filter.equals("status") && wanted.asString("").equals("all"));
    }

    /** What a filter looks at. */
    private static String member(String filter) {
        return switch (filter) {
            case "payout" -> "_payout";
            case "types" -> "type";
            case "lookup_keys" -> "lookup_key";
            default -> filter;
        };
    }

    private static boolean inTime(long at, JsonNode wanted) {
        if (wanted.isString()) {
            return at == number(wanted.asString(""), "created");
        }
        for (var each : wanted.properties()) {
            long bound = number(each.getValue().asString(""), "created");
            boolean within = switch (each.getKey()) {
                case "gte" -> at >= bound;
                case "gt" -> at > bound;
                case "lte" -> at <= bound;
                case "lt" -> at < bound;
                default ->
                    throw Refused.parameter(
                            "parameter_unknown", "Received unknown parameter: " + each.getKey(), "created");
            };
            if (!within) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, String param) {
        if (!text.matches("\\d{1,10}")) {
            throw Refused.parameter("parameter_invalid_integer", "Invalid integer: " + text, param);
        }
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text));
    }

    /** Exact matches joined by AND; an index that lags. */
    ObjectNode search(Coll coll, ObjectNode query) {
        String text = query.path("query").asString("");
        List<String[]> clauses = new ArrayList<>();
        Matcher clause = CLAUSE.matcher(text);
        int end = 0;
        while (end < text.length() && clause.find(end) && clause.start() == end) {
            String value = clause.group(5).replace("\\'", "'").replace("\\\\", "\\");
            clauses.add(new String[] {clause.group(1) == null ? clause.group(3) : "metadata", clause.group(2), value});
            end = clause.end();
        }
        if (clauses.isEmpty() || end < text.length()) {
            throw Refused.parameter("", "We were unable to parse your search query.", "query");
        }
        ObjectNode page = Templates.object().put("object", "search_result");
        ArrayNode data = page.putArray("data");
        int limit = query.has("limit") ? number(query.path("limit").asString(""), "limit") : USUAL;
        for (StoredObject object : books.indexed(coll, searchLag)) {
            boolean all = clauses.stream().allMatch(c -> {
                JsonNode found = object.body().path(c[0]);
                return (c[1] == null ? found : found.path(c[1])).asString("").equalsIgnoreCase(c[2]);
            });
            boolean gone = books.newest(coll, object.id()).isEmpty();
            if (all && !object.isDeleted() && !gone && data.size() < limit) {
                data.add(Books.shown(object.body()));
            }
        }
        page.put("has_more", false).putNull("next_page").put("url", "/v1/" + coll.path() + "/search");
        expand(page, query.path("expand"));
        return page;
    }

    /** Shows whole what these paths name. */
    void expand(ObjectNode answer, JsonNode paths) {
        for (JsonNode path : paths) {
            String all = path.asString("");
            expand(answer, all.split("\\.", -1), 0, all);
        }
    }

    private void expand(JsonNode at, String[] steps, int step, String all) {
        if (step == steps.length) {
            return;
        }
        if (steps.length > 4) {
            throw Refused.parameter("", "You cannot expand more than 4 levels of a property", "expand");
        }
        String name = steps[step];
        if (at.path(name).isArray()) {
            ArrayNode list = (ArrayNode) at.path(name);
            for (int i = 0; i < list.size(); i++) {
                whole(list.get(i)).ifPresent(replace(list, i));
                expand(list.get(i), steps, step + 1, all);
            }
            return;
        }
        if (!(at instanceof ObjectNode object)) {
            return;
        }
        if (!object.has(name)) {
            onRequest(object, name, all);
        }
        whole(object.path(name)).ifPresent(found -> object.set(name, found));
        expand(object.path(name), steps, step + 1, all);
    }

    private static Consumer<ObjectNode> replace(ArrayNode list, int place) {
        return found -> list.set(place, found);
    }

    private static void onRequest(ObjectNode object, String name, String all) {
        String kind = object.path("object").asString("");
        if (!ON_REQUEST.getOrDefault(kind, Set.of()).contains(name)) {
            throw Refused.parameter("", "This property cannot be expanded (" + all + ").", "expand");
        }
        boolean list = !Set.of("tiers", "currency_options", "applies_to").contains(name);
        if (list) {
            object.set(
                    name,
                    Templates.list("/v1/" + kind + "s/" + object.path("id").asString("") + "/" + name));
        } else {
            object.putNull(name);
        }
    }

    private Optional<ObjectNode> whole(JsonNode reference) {
        String id = reference.isString() ? reference.asString("") : "";
        return id.isEmpty()
                ? Optional.empty()
                : Coll.ofId(id).flatMap(coll -> books.seen(coll, id)).map(found -> Books.shown(found.body()));
    }
}
