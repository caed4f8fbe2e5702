package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connectors.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** As much of Salesforce as the connector's tests need: one object in memory, sessions, locators, collections. */
final class MiniSalesforce implements Step {

    static final String OBJECT = "Ship__c";

    /** Field by field: name, type, and what else its description says. */
    private static final List<List<String>> FIELDS = List.of(
            List.of("Id", "id", "\"idLookup\": true"),
            List.of("IsDeleted", "boolean", ""),
            List.of("Name", "string", "\"createable\": true, \"updateable\": true"),
            List.of("Crew__c", "int", "\"createable\": true, \"updateable\": true"),
            List.of("Draught__c", "double", "\"createable\": true, \"updateable\": true"),
            List.of("Launched__c", "date", "\"createable\": true, \"updateable\": true"),
            List.of("Bell__c", "time", "\"createable\": true, \"updateable\": true"),
            List.of("Afloat__c", "boolean", "\"createable\": true, \"updateable\": true"),
            List.of("Berth__c", "location", ""),
            List.of("Berth__Latitude__s", "double", "\"compoundFieldName\": \"Berth__c\""),
            List.of("Age__c", "double", "\"calculated\": true"),
            List.of("Code__c", "string", "\"createable\": true, \"updateable\": true, \"externalId\": true"),
            List.of(
                    "Owner__c",
                    "reference",
                    "\"createable\": true, \"referenceTo\": [\"Person__c\"], \"relationshipName\": \"Owner__r\""),
            List.of("SystemModstamp", "datetime", "\"filterable\": true"));

    private static final Pattern SOQL = Pattern.compile(
            "SELECT (?<fields>[\\w,. ]+) FROM (?<object>\\w+)(?: WHERE (?<where>.+?))?(?: ORDER BY Id)?");

    final Map<String, Map<String, @Nullable Object>> records = new TreeMap<>();
    private final Map<String, List<Map<String, @Nullable Object>>> open = new HashMap<>();
    private final Map<String, String> columns = new HashMap<>();
    private int sessions;
    private int locators;
    final MiniBulk bulk = new MiniBulk(this);
    int pageSize = 3;
    boolean startsEmpty;

    /** How many records a query is said to have, where that is more than it has. */
    int toldTotal;

    int created;

    /** So many records, one of them deleted. */
    static MiniSalesforce holding(int count) {
        var api = new MiniSalesforce();
        for (int i = 1; i <= count; i++) {
            Map<String, @Nullable Object> record = new LinkedHashMap<>();
            record.put("Id", "a00%03d".formatted(i));
            record.put("IsDeleted", i == 2);
            record.put("Name", "Ship \"" + i + "\"");
            record.put("Crew__c", i);
            record.put("Code__c", "C" + i);
            record.put("Berth__c", Map.of("latitude", 53.5));
            record.put("SystemModstamp", "2026-05-01T07:25:%02d.000+0000".formatted(i));
            api.records.put("a00%03d".formatted(i), record);
        }
        return api;
    }

    void set(String id, String field, Object value) {
        Objects.requireNonNull(records.get(id)).put(field, value);
    }

    /** Everything that was granted so far is refused from now on, and open queries are gone. */
    void endSessions() {
        sessions++;
        open.clear();
    }

    /** Open queries are gone; the sessions stay. */
    void forgetLocators() {
        open.clear();
    }

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        String path = request.uri().getPath();
        if (path.equals("/services/oauth2/token")) {
            return Step.json(
                            200,
                            "{\"access_token\": \"" + token()
                                    + "\", \"instance_url\": \"https://acme.my.salesforce.com\"}")
                    .answer(request);
        }
        if (!("Bearer " + token()).equals(request.headers().get("Authorization"))) {
            return error(401, "INVALID_SESSION_ID", "Session expired or invalid")
                    .answer(request);
        }
        try {
            return below(request, path.replaceFirst("/services/data/v\\d+\\.0", ""))
                    .header("Sforce-Limit-Info", "api-usage=18/15000")
                    .answer(request);
        } catch (BadPage e) {
            return error(400, "JSON_PARSER_ERROR", String.valueOf(e.getMessage()))
                    .answer(request);
        }
    }

    private String token() {
        return "granted-token-" + sessions;
    }

    private Step below(HttpRequest request, String path) throws BadPage {
        if (path.equals("/query") || path.equals("/queryAll")) {
            String query = URLDecoder.decode(request.uri().getRawQuery().substring(2), StandardCharsets.UTF_8);
            return query(query, path.equals("/queryAll"));
        }
        if (path.startsWith("/query/")) {
            return more(path.substring("/query/".length()));
        }
        if (path.equals("/limits")) {
            return Step.json(200, "{\"DailyApiRequests\": {\"Max\": 15000, \"Remaining\": 14976}}");
        }
        if (path.equals("/sobjects")) {
            return Step.json(
                    200,
                    "{\"sobjects\": [{\"name\": \"Ship__c\", \"custom\": true, \"queryable\": true},"
                            + " {\"name\": \"Ship__Share\", \"custom\": true, \"queryable\": true}]}");
        }
        if (path.equals("/sobjects/" + OBJECT + "/describe")) {
            return Step.json(200, description());
        }
        if (path.startsWith("/jobs/")) {
            return bulk.answer(request, path.substring("/jobs/".length()));
        }
        if (path.startsWith("/composite/sobjects")) {
            return collection(request, path.substring("/composite/sobjects".length()));
        }
        return error(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private static String description() {
        return FIELDS.stream()
                .map(f -> "{\"name\": \"" + f.get(0) + "\", \"type\": \"" + f.get(1) + "\""
                        + (f.get(2).isEmpty() ? "" : ", " + f.get(2)) + "}")
                .collect(Collectors.joining(
                        ", ",
                        "{\"name\": \"Ship__c\", \"queryable\": true, \"createable\": true, \"updateable\": true,"
                                + " \"fields\": [",
                        "]}"));
    }

    /** How many queries were taken so far. */
    int queries() {
        return locators;
    }

    List<Map<String, @Nullable Object>> lastFound() {
        return open.getOrDefault("0r8" + locators, List.of());
    }

    Step query(String soql, boolean withDeleted) {
        Matcher parsed = SOQL.matcher(soql);
        if (!parsed.matches()) {
            return error(400, "MALFORMED_QUERY", "unexpected token: " + soql);
        }
        if (!parsed.group("object").equals(OBJECT)) {
            return error(400, "INVALID_TYPE", "sObject type '" + parsed.group("object") + "' is not supported");
        }
        for (String field : parsed.group("fields").split(",", -1)) {
            if (FIELDS.stream().noneMatch(f -> f.getFirst().equals(field))) {
                return error(400, "INVALID_FIELD", "No such column '" + field + "' on entity 'Ship__c'");
            }
        }
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (var record : records.values()) {
            if ((withDeleted || !Boolean.TRUE.equals(record.get("IsDeleted")))
                    && meets(record, parsed.group("where"))) {
                found.add(record);
            }
        }
        locators++;
        String locator = "0r8" + locators;
        columns.put(locator, parsed.group("fields"));
        open.put(locator, found);
        return page(locator, 0, startsEmpty ? 0 : pageSize);
    }

    private static boolean meets(Map<String, @Nullable Object> record, @Nullable String where) {
        if (where == null) {
            return true;
        }
        for (String condition : where.split(" AND ", -1)) {
            Matcher parsed = Pattern.compile("(\\w+) (>=|>|IN) (.*)").matcher(condition);
            if (!parsed.matches()) {
                throw new AssertionError("cannot read the condition " + condition);
            }
            String value = String.valueOf(record.get(parsed.group(1)));
            String literal = parsed.group(3).replace("'", "").replaceFirst("Z$", "+0000");
            boolean holds = switch (parsed.group(2)) {
                case ">" -> value.compareTo(literal) > 0;
                case ">=" -> value.compareTo(literal) >= 0;
                default ->
                    List.of(literal.replaceAll("[()]", "").split(",", -1)).contains(value);
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private Step more(String path) {
        String[] parts = path.split("-", 2);
        if (!open.containsKey(parts[0])) {
            return error(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        return page(parts[0], Integer.parseInt(parts[1]), pageSize);
    }

    private Step page(String locator, int from, int size) {
        List<Map<String, @Nullable Object>> all = open.getOrDefault(locator, List.of());
        int to = Math.min(from + size, all.size());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("totalSize", Math.max(toldTotal, all.size()));
        page.put("done", to == all.size());
        if (to < all.size()) {
            page.put("nextRecordsUrl", "/services/data/v62.0/query/" + locator + "-" + to);
        }
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        for (var record : all.subList(from, to)) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("attributes", Map.of("type", OBJECT, "url", "/services/data/v62.0/sobjects/Ship__c/x"));
            for (String column : columns.getOrDefault(locator, "").split(",", -1)) {
                shown.put(column, record.get(column));
            }
            records.add(shown);
        }
        page.put("records", records);
        return Step.json(200, Json.text(page));
    }

    private Step collection(HttpRequest request, String by) throws BadPage {
        List<Object> results = new ArrayList<>();
        for (JsonNode row : Json.tree(request.body()).path("records")) {
            results.add(request.method().equals("POST") ? insert(row) : change(row, by));
        }
        return Step.json(200, Json.text(results));
    }

    Map<String, Object> insert(JsonNode row) {
        if (row.path("Name").asString("").isEmpty()) {
            return failed("REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name");
        }
        created++;
        String id = "a00n%02d".formatted(created);
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        row.properties().forEach(e -> record.put(e.getKey(), value(e.getValue())));
        record.put("Id", id);
        records.put(id, record);
        return Map.of("id", id, "success", true, "errors", List.of(), "created", true);
    }

    Map<String, Object> change(JsonNode row, String by) {
        String field = by.isEmpty() ? "Id" : by.substring(by.lastIndexOf('/') + 1);
        String wanted = row.path(by.isEmpty() ? "id" : field).asString("");
        for (var record : records.values()) {
            if (wanted.equals(record.get(field))) {
                if (row.path("Name").asString("").equals("locked")) {
                    return failed("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", "");
                }
                if (row.has("Name") && row.path("Name").asString("").isEmpty()) {
                    return failed("REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name");
                }
                row.properties().forEach(e -> record.put(e.getKey(), value(e.getValue())));
                return Map.of("id", String.valueOf(record.get("Id")), "success", true, "errors", List.of());
            }
        }
        return by.isEmpty() ? failed("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "") : insert(row);
    }

    private static @Nullable Object value(JsonNode node) {
        return node.isNull() ? null : node.isString() ? node.asString() : node;
    }

    private static Map<String, Object> failed(String code, String message, String field) {
        List<String> fields = field.isEmpty() ? List.of() : List.of(field);
        return Map.of(
                "success", false, "errors", List.of(Map.of("statusCode", code, "message", message, "fields", fields)));
    }

    static Step error(int status, String code, String message) {
        return Step.json(status, Json.text(List.of(Map.of("errorCode", code, "message", message))));
    }

    /** Refusals in Salesforce's own words that repeat the request. */
    static List<Step> echoes() {
        return List.of(
                request -> error(
                                400,
                                "INVALID_FIELD",
                                "sent " + request.headers() + new String(request.body(), StandardCharsets.UTF_8))
                        .answer(request),
                request -> error(401, "INVALID_SESSION_ID", "sent " + request.headers())
                        .answer(request),
                request -> Step.json(
                                400,
                                Json.text(Map.of(
                                        "error",
                                        "invalid_grant",
                                        "error_description",
                                        "sent " + new String(request.body(), StandardCharsets.UTF_8))))
                        .answer(request));
    }
}
