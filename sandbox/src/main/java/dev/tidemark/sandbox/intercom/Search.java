package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.store.StoredObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Queries of fields, operators and groups. Times are compared by the days of the workspace. */
final class Search {
    private static final Set<String> TIMES = Set.of(
            "created_at",
            "updated_at",
            "signed_up_at",
            "last_seen_at",
            "last_replied_at",
            "last_contacted_at",
            "waiting_since");
    private static final int MOST_FILTERS = 15;
    private static final int DEEPEST = 2;

    private final ZoneId zone;
    private final Workspace workspace;
    private final String type;

    Search(Workspace workspace, String type) {
        this.workspace = workspace;
        this.zone = workspace.zone();
        this.type = type;
    }

    /** @throws Refused where the query is wrong */
    boolean matches(JsonNode query, StoredObject object, int depth) {
        String operator = query.path("operator").asString("");
        if (query.path("value").isArray() && (operator.equals("AND") || operator.equals("OR"))) {
            if (depth > DEEPEST || query.path("value").size() > MOST_FILTERS) {
                throw Refused.invalid("too many filters, or nested too deeply");
            }
            boolean all = operator.equals("AND");
            for (JsonNode part : query.path("value")) {
                if (matches(part, object, depth + 1) != all) {
                    return !all;
                }
            }
            return all;
        }
        String field = query.path("field").asString("");
        if (field.isEmpty() || !query.has("value")) {
            throw Refused.invalid("query must have a field, an operator and a value");
        }
        return TIMES.contains(field)
                ? time(field, operator, query.path("value"), object)
                : text(field, operator, query.path("value"), object);
    }

    private boolean time(String field, String operator, JsonNode value, StoredObject object) {
        if (!List.of("=", ">", "<").contains(operator)) {
            throw Refused.invalid("The operator " + operator + " is not supported on Date fields");
        }
        if (!value.asString("").matches("\\d+")) {
            throw Refused.invalid("The value of " + field + " must be a date");
        }
        JsonNode has = workspace.json(type, object).path(field);
        if (!has.isNumber()) {
            return false;
        }
        LocalDate asked = day(Long.parseLong(value.asString("0")));
        LocalDate is = day(has.asLong(0));
        return switch (operator) {
            case ">" -> is.isAfter(asked);
            case "<" -> is.isBefore(asked);
            default -> is.equals(asked);
        };
    }

    private LocalDate day(long seconds) {
        return Instant.ofEpochSecond(seconds).atZone(zone).toLocalDate();
    }

    private boolean text(String field, String operator, JsonNode value, StoredObject object) {
        JsonNode has = workspace.json(type, object);
        for (String step : field.split("\\.", -1)) {
            has = has.path(step);
        }
        String is = has.isNull() || has.isMissingNode() ? "" : has.asString("").toLowerCase(Locale.ROOT);
        String asked = value.isNull() ? "" : value.asString("").toLowerCase(Locale.ROOT);
        return switch (operator) {
            case "=" -> is.equals(asked);
            case "!=" -> !is.equals(asked);
            case "~" -> is.contains(asked);
            case "!~" -> !is.contains(asked);
            case "^" -> is.startsWith(asked);
            case "$" -> is.endsWith(asked);
            case ">" -> is.compareTo(asked) > 0;
            case "<" -> is.compareTo(asked) < 0;
            case "IN" ->
                value.valueStream()
                        .anyMatch(
                                one -> one.asString("").toLowerCase(Locale.ROOT).equals(is));
            case "NIN" ->
                value.valueStream()
                        .noneMatch(
                                one -> one.asString("").toLowerCase(Locale.ROOT).equals(is));
            default -> throw Refused.invalid("The operator " + operator + " is not known");
        };
    }
}
