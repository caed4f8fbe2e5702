package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Search over an index that lags: words and {@code field:value}, at most a thousand results. */
final class Search {
    private static final int MOST = 1_000;
    private static final int PAGE = 100;
    private static final Pattern TERM = Pattern.compile("(\\w+)([:<>]=?)(\"[^\"]*\"|\\S+)|(\\S+)");
    private static final Map<String, String> TYPES =
            Map.of("ticket", Desk.TICKETS, "user", Desk.USERS, "organization", Desk.ORGANIZATIONS);

    private final Desk desk;
    private Duration lag = Duration.ofSeconds(30);

    Search(Desk desk) {
        this.desk = desk;
    }

    void lag(Duration other) {
        lag = other;
    }

    private record Hit(String type, StoredObject record) {}

    private List<Hit> hits(String query) {
        var hits = new ArrayList<Hit>();
        TYPES.forEach((word, type) -> {
            for (StoredObject record : desk.store().seenAt(type, desk.now().minus(lag))) {
                if (!record.isDeleted() && matches(word, record, query)) {
                    hits.add(new Hit(word, record));
                }
            }
        });
        return hits;
    }

    private static boolean matches(String type, StoredObject record, String query) {
        Matcher terms = TERM.matcher(query);
        while (terms.find()) {
            if (terms.group(4) != null) {
                if (!record.body()
                        .toString()
                        .toLowerCase(Locale.ROOT)
                        .contains(terms.group(4).toLowerCase(Locale.ROOT))) {
                    return false;
                }
            } else if (!holds(
                    type, record, terms.group(1), terms.group(2), terms.group(3).replace("\"", ""))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String type, StoredObject record, String field, String sign, String value) {
        if (field.equals("type")) {
            return type.equals(value);
        }
        String has = switch (field) {
            case "created" -> record.created().toString();
            case "updated" -> record.updated().toString();
            case "tags" -> record.body().path("tags").toString();
            default -> record.body().path(field).asString("");
        };
        return switch (sign) {
            case ":" -> field.equals("tags") ? has.contains("\"" + value + "\"") : has.equalsIgnoreCase(value);
            case ">" -> has.compareTo(value) > 0;
            case ">=" -> has.compareTo(value) >= 0;
            case "<" -> has.compareTo(value) < 0;
            default -> has.compareTo(value) <= 0;
        };
    }

    ObjectNode find(Request request, View view) {
        Map<String, String> params = request.params();
        int page = Integer.parseInt(number(params.getOrDefault("page", "1")));
        int size = Math.min(PAGE, Integer.parseInt(number(params.getOrDefault("per_page", "100"))));
        if (page * size > MOST && (page - 1) * size >= MOST) {
            throw Refusal.of(
                    422, "unprocessable_entity", "Requested response size was greater than Search Response Limits");
        }
        List<Hit> hits = hits(params.getOrDefault("query", ""));
        int from = Math.min((page - 1) * size, hits.size());
        int to = Math.min(Math.min(from + size, hits.size()), MOST);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (Hit hit : hits.subList(from, Math.max(from, to))) {
            results.add(
                    view.of(TYPES.getOrDefault(hit.type(), ""), hit.record()).put("result_type", hit.type()));
        }
        String base = view.base() + request.path() + "?query="
                + java.net.URLEncoder.encode(params.getOrDefault("query", ""), java.nio.charset.StandardCharsets.UTF_8)
                + "&per_page=" + size + "&page=";
        answer.putNull("facets");
        answer.put("next_page", to < hits.size() ? base + (page + 1) : null);
        answer.put("previous_page", page > 1 ? base + (page - 1) : null);
        return answer.put("count", hits.size());
    }

    ObjectNode count(Request request) {
        return JSON.createObjectNode()
                .put("count", hits(request.params().getOrDefault("query", "")).size());
    }

    private static String number(String text) {
        if (!text.matches("[1-9]\\d{0,6}")) {
            throw Refusal.of(400, "InvalidValue", "page and per_page must be positive integers");
        }
        return text;
    }
}
