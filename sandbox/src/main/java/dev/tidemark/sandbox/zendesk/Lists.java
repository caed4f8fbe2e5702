package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists: by cursor where {@code page[size]} asks for one, else by page number, of which there are a hundred at most. */
final class Lists {
    private static final int MOST = 100;
    private static final int MOST_PAGES = 100;

    /** Lists that know no cursors. */
    private static final Set<String> BY_NUMBER_ONLY =
            Set.of("ticket_forms", "custom_statuses", "sla_policies", "schedules");

    private final Desk desk;

    Lists(Desk desk) {
        this.desk = desk;
    }

    ObjectNode list(String type, Request request, View view) {
        return page(type, shown(type, request), record -> view.of(type, record), record -> record.id(), request, view);
    }

    private List<StoredObject> shown(String type, Request request) {
        Map<String, String> params = request.params();
        boolean deletedToo = type.equals("groups") && "false".equals(params.get("exclude_deleted"));
        String external = params.getOrDefault("external_id", "");
        return desk.seen(type).stream()
                .filter(record -> deletedToo || !record.isDeleted())
                .filter(record -> external.isEmpty()
                        || record.body().path("external_id").asString("").equalsIgnoreCase(external))
                .toList();
    }

    ObjectNode deletedUsers(Request request, View view) {
        List<StoredObject> gone = desk.seen(Desk.USERS).stream()
                .filter(StoredObject::isDeleted)
                .filter(user -> !user.body().has("scrubbed"))
                .toList();
        return page(
                "deleted_users", gone, user -> deletedUser(view.of(Desk.USERS, user)), StoredObject::id, request, view);
    }

    private static ObjectNode deletedUser(ObjectNode user) {
        ObjectNode shown = JSON.createObjectNode();
        for (String field : List.of(
                "id",
                "url",
                "name",
                "email",
                "created_at",
                "updated_at",
                "time_zone",
                "phone",
                "shared_phone_number",
                "photo",
                "locale_id",
                "locale",
                "organization_id",
                "role",
                "active")) {
            shown.set(field, user.path(field));
        }
        return shown;
    }

    ObjectNode deletedTickets(Request request, View view) {
        List<StoredObject> gone = desk.seen(Desk.TICKETS).stream()
                .filter(StoredObject::isDeleted)
                .filter(ticket -> !ticket.body().has("scrubbed"))
                .toList();
        Function<StoredObject, ObjectNode> shown = ticket -> {
            ObjectNode node = JSON.createObjectNode().put("id", Long.parseLong(ticket.id()));
            node.set("subject", ticket.body().path("subject"));
            node.putObject("actor").put("id", 1).put("name", "Admin");
            return node.put("deleted_at", String.valueOf(ticket.deleted())).put("previous_state", "open");
        };
        return page("deleted_tickets", gone, shown, StoredObject::id, request, view);
    }

    ObjectNode comments(String ticket, Request request, View view) {
        List<StoredObject> said = desk.seen("comments").stream()
                .filter(comment -> comment.body().path("ticket_id").asString("").equals(ticket))
                .toList();
        Function<StoredObject, ObjectNode> shown = comment -> {
            ObjectNode node = view.of("comments", comment);
            node.remove("ticket_id");
            return node;
        };
        return page("comments", said, shown, StoredObject::id, request, view);
    }

    /** Tags in use, with how often. */
    ObjectNode tags(Request request, View view) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String type : List.of(Desk.TICKETS, Desk.USERS, Desk.ORGANIZATIONS)) {
            for (StoredObject record : desk.store().seen(type)) {
                if (!record.isDeleted()) {
                    record.body().path("tags").forEach(tag -> counts.merge(tag.asString(""), 1, Integer::sum));
                }
            }
        }
        return page(
                "tags",
                List.copyOf(counts.entrySet()),
                entry -> JSON.createObjectNode().put("name", entry.getKey()).put("count", entry.getValue()),
                Map.Entry::getKey,
                request,
                view);
    }

    <T> ObjectNode page(
            String name,
            List<T> all,
            Function<T, ? extends JsonNode> shown,
            Function<T, String> key,
            Request request,
            View view) {
        Map<String, String> params = request.params();
        String size = params.get("page[size]");
        return size != null && !BY_NUMBER_ONLY.contains(name)
                ? byCursor(name, all, shown, key, number(size, "page[size]"), request, view)
                : byNumber(name, all, shown, request, view);
    }

    private static int number(String text, String name) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw Refusal.of(400, "InvalidValue", name + " must be a positive integer");
        }
        return Integer.parseInt(text);
    }

    private static <T> ObjectNode byCursor(
            String name,
            List<T> all,
            Function<T, ? extends JsonNode> shown,
            Function<T, String> key,
            int size,
            Request request,
            View view) {
        String after = request.params().get("page[after]");
        int from = after == null ? 0 : after(all, key, decoded(after));
        int to = Math.min(from + Math.min(size, MOST), all.size());
        ObjectNode page = JSON.createObjectNode();
        var array = page.putArray(name);
        all.subList(from, to).forEach(one -> array.add(shown.apply(one)));
        String first = from == to ? null : encoded(key.apply(all.get(from)));
        String last = from == to ? null : encoded(key.apply(all.get(to - 1)));
        String base = view.base() + request.path() + "?page%5Bsize%5D=" + size;
        page.putObject("meta")
                .put("has_more", to < all.size())
                .put("after_cursor", last)
                .put("before_cursor", first);
        page.putObject("links")
                .put("prev", first == null ? null : base + "&page%5Bbefore%5D=" + first)
                // The client written for Zendesk follows a link for as long as there is one.
                .put("next", to < all.size() ? base + "&page%5Bafter%5D=" + last : null);
        return page;
    }

    /** Where to go on: after the key, be its record there or not, so that no change moves the others. */
    private static <T> int after(List<T> all, Function<T, String> key, String last) {
        for (int i = 0; i < all.size(); i++) {
            if (compare(key.apply(all.get(i)), last) > 0) {
                return i;
            }
        }
        return all.size();
    }

    private static int compare(String one, String other) {
        boolean numbers = one.matches("\\d+") && other.matches("\\d+");
        return numbers ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("v1|" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith("v1|")) {
                return text.substring(3);
            }
        } catch (IllegalArgumentException notBase64) {
            // Told below, in the same words.
        }
        throw Refusal.of(400, "InvalidPaginationParameter", "page[after] is not valid");
    }

    private static <T> ObjectNode byNumber(
            String name, List<T> all, Function<T, ? extends JsonNode> shown, Request request, View view) {
        int size = Math.min(number(request.params().getOrDefault("per_page", "100"), "per_page"), MOST);
        int number = number(request.params().getOrDefault("page", "1"), "page");
        if (number > MOST_PAGES) {
            throw Refusal.of(
                    400, "InvalidPaginationDepth", "Requests beyond 100 pages are not allowed. Use cursor pagination");
        }
        int from = Math.min((number - 1) * size, all.size());
        int to = Math.min(from + size, all.size());
        ObjectNode page = JSON.createObjectNode();
        var array = page.putArray(name);
        all.subList(from, to).forEach(one -> array.add(shown.apply(one)));
        String base = view.base() + request.path() + "?per_page=" + size + "&page=";
        page.put("next_page", to < all.size() ? base + (number + 1) : null);
        page.put("previous_page", number > 1 ? base + (number - 1) : null);
        page.put("count", all.size());
        return page;
    }
}
