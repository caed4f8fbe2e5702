package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connectors.csv.CsvRows;
import dev.tidemark.connectors.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** As much of the Bulk API 2.0 as the connector's tests need: a job is done at the second look. */
final class MiniBulk {

    private static final Pattern ROWS = Pattern.compile("maxRecords=\\d+(?:&locator=(\\d+))?");

    private final MiniSalesforce org;
    private final Map<String, Query> queries = new HashMap<>();
    final Map<String, Ingest> ingests = new LinkedHashMap<>();
    private int made;

    /** How many query jobs fail from now on. */
    int failing;

    /** Whether ingest jobs that are asked about by others than their makers are still at work. */
    boolean busy;

    private record Query(
            List<String> columns, List<Map<String, @Nullable Object>> rows, boolean fails, AtomicInteger looks) {}

    /** A job that writes. */
    static final class Ingest {
        private final JsonNode made;
        private byte[] csv = new byte[0];
        private final StringBuilder good = new StringBuilder();
        private final StringBuilder bad = new StringBuilder();
        private int failed;
        private int looks;
        boolean isClosed;

        private Ingest(JsonNode made) {
            this.made = made;
        }
    }

    MiniBulk(MiniSalesforce org) {
        this.org = org;
    }

    /** @param path behind {@code /jobs/} */
    Step answer(HttpRequest request, String path) throws BadPage {
        String[] parts = path.split("/", -1);
        boolean isQuery = parts[0].equals("query");
        return switch (request.method() + parts.length) {
            case "POST1" -> isQuery ? query(Json.tree(request.body())) : ingest(Json.tree(request.body()));
            case "GET1" -> list();
            case "GET2" -> isQuery ? look(parts[1]) : lookAtIngest(parts[1]);
            case "PATCH2" -> close(parts[1]);
            case "PUT3" -> upload(parts[1], request.body());
            case "GET3" ->
                isQuery ? rows(parts[1], String.valueOf(request.uri().getRawQuery())) : outcomes(parts[1], parts[2]);
            default -> throw new AssertionError(request.toString());
        };
    }

    private static Step notFound() {
        return MiniSalesforce.error(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private String newId() {
        made++;
        return "750R0000000%04dAAA".formatted(made);
    }

    private Step query(JsonNode job) {
        String soql = job.path("query").asString("");
        int before = org.queries();
        Step asked = org.query(soql, job.path("operation").asString("").equals("queryAll"));
        if (org.queries() == before) {
            return asked;
        }
        if (soql.contains("Berth__c")) {
            return MiniSalesforce.error(
                    400, "FEATURENOTENABLED", "Selecting compound data not supported in Bulk Query");
        }
        String id = newId();
        List<String> columns = List.of(
                soql.substring("SELECT ".length(), soql.indexOf(" FROM ")).split(",", -1));
        queries.put(id, new Query(columns, org.lastFound(), failing > 0, new AtomicInteger()));
        failing--;
        return Step.json(200, "{\"id\": \"" + id + "\", \"state\": \"UploadComplete\"}");
    }

    private Step look(String id) {
        Query query = queries.get(id);
        if (query == null) {
            return notFound();
        }
        String state = query.looks.incrementAndGet() < 2 ? "InProgress" : query.fails ? "Failed" : "JobComplete";
        return Step.json(
                200,
                "{\"id\": \"" + id + "\", \"state\": \"" + state
                        + "\", \"createdDate\": \"2026-11-21T10:00:00.000+0000\", \"numberRecordsProcessed\": "
                        + query.rows.size() + "}");
    }

    private Step rows(String id, String asked) {
        Query query = queries.get(id);
        Matcher page = ROWS.matcher(asked);
        if (query == null || !page.matches()) {
            return notFound();
        }
        int from = page.group(1) == null ? 0 : Integer.parseInt(page.group(1));
        int to = Math.min(from + org.pageSize, query.rows.size());
        StringBuilder csv = new StringBuilder(row(query.columns));
        for (var record : query.rows.subList(from, to)) {
            csv.append(row(query.columns.stream().map(c -> text(record, c)).toList()));
        }
        return Step.answering(200, "text/csv", csv.toString())
                .header("Sforce-NumberOfRecords", String.valueOf(to - from))
                .header("Sforce-Locator", to < query.rows.size() ? String.valueOf(to) : "null");
    }

    private static String text(Map<String, @Nullable Object> record, String column) {
        Object value = column.equals("Berth__Latitude__s")
                ? record.get("Berth__c") instanceof Map<?, ?> berth ? berth.get("latitude") : null
                : record.get(column);
        return value == null ? "" : value.toString();
    }

    private static String row(List<String> values) {
        return values.stream()
                        .map(value -> "\"" + value.replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(","))
                + "\n";
    }

    private Step ingest(JsonNode job) {
        String id = newId();
        ingests.put(id, new Ingest(job));
        return Step.json(200, "{\"id\": \"" + id + "\", \"state\": \"Open\"}");
    }

    private Step upload(String id, byte[] csv) {
        Objects.requireNonNull(ingests.get(id)).csv = csv;
        return Step.answering(201, "text/plain", "");
    }

    private Step close(String id) throws BadPage {
        Ingest job = ingests.get(id);
        if (job == null) {
            return notFound();
        }
        job.isClosed = true;
        CsvRows rows = new CsvRows(job.csv);
        List<String> header = List.of();
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                values.add(rows.text(i));
            }
            if (header.isEmpty()) {
                header = values;
                job.good.append(row(with("sf__Id", "sf__Created", header)));
                job.bad.append(row(with("sf__Id", "sf__Error", header)));
            } else {
                write(job, header, values);
            }
        }
        return Step.json(200, "{\"id\": \"" + id + "\", \"state\": \"UploadComplete\"}");
    }

    private static List<String> with(String one, String two, List<String> more) {
        List<String> all = new ArrayList<>(List.of(one, two));
        all.addAll(more);
        return all;
    }

    private void write(Ingest job, List<String> header, List<String> values) {
        ObjectNode row = Json.object();
        for (int i = 0; i < header.size(); i++) {
            if (!values.get(i).isEmpty()) {
                row.put(
                        header.get(i).equals("Id") ? "id" : header.get(i),
                        values.get(i).replace("#N/A", ""));
            }
        }
        String by = job.made.path("externalIdFieldName").asString("");
        Map<String, Object> result = job.made.path("operation").asString("").equals("insert")
                ? org.insert(row)
                : org.change(row, by.isEmpty() ? "" : "/x/" + by);
        if (Boolean.TRUE.equals(result.get("success"))) {
            job.good.append(row(with(
                    String.valueOf(result.get("id")), String.valueOf(result.getOrDefault("created", false)), values)));
        } else {
            JsonNode error = Json.read(Json.bytes(result)).path("errors").path(0);
            job.failed++;
            job.bad.append(row(with(
                    "",
                    error.path("statusCode").asString("") + ":"
                            + error.path("message").asString("") + ":Name --",
                    values)));
        }
    }

    private Step lookAtIngest(String id) {
        Ingest job = ingests.get(id);
        if (job == null) {
            return notFound();
        }
        job.looks++;
        return Step.json(
                200,
                "{\"id\": \"" + id + "\", \"state\": \"" + (job.looks < 2 ? "InProgress" : "JobComplete")
                        + "\", \"numberRecordsFailed\": " + job.failed + "}");
    }

    private Step outcomes(String id, String which) {
        Ingest job = ingests.get(id);
        if (job == null) {
            return notFound();
        }
        return Step.answering(200, "text/csv", (which.equals("successfulResults") ? job.good : job.bad).toString());
    }

    private Step list() {
        List<Object> all = new ArrayList<>();
        ingests.forEach((id, job) -> all.add(Map.of(
                "id",
                id,
                "object",
                job.made.path("object").asString(""),
                "operation",
                job.made.path("operation").asString(""),
                "jobType",
                "V2Ingest",
                "state",
                !job.isClosed ? "Open" : busy ? "InProgress" : "JobComplete")));
        return Step.json(200, Json.text(Map.of("done", true, "records", all)));
    }

    /** What went up, as it came. */
    String uploaded() {
        return ingests.values().stream()
                .map(job -> new String(job.csv, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }
}
