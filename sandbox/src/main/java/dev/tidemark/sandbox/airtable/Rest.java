package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Tokens;
import dev.tidemark.sandbox.store.StoredObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The paths of the API. */
final class Rest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_A_PAGE = 100;
    private static final int MOST_A_WRITE = 10;

    private final String base;
    private final Schema schema;
    private final Records records;
    private final Tokens tokens;
    private final Limits limits;
    private final Webhooks webhooks;
    private int pageSize = MOST_A_PAGE;

    Rest(String base, Schema schema, Records records, Tokens tokens, Limits limits, Webhooks webhooks) {
        this.base = base;
        this.schema = schema;
        this.records = records;
        this.tokens = tokens;
        this.limits = limits;
        this.webhooks = webhooks;
    }

    void pageSize(int most) {
        pageSize = most;
    }

    Answer handle(Request request, Duration lateCommit) {
        try {
            if (request.line().startsWith("POST /oauth2/v1/token")) {
                return token(request);
            }
            String token = Tokens.bearer(request).orElse("");
            if (!tokens.alive(token)) {
                throw new Refused(401, "AUTHENTICATION_REQUIRED", "Authentication required");
            }
            List<String> path = List.of(request.path().substring(1).split("/", -1)).stream()
                    .map(step -> URLDecoder.decode(step, StandardCharsets.UTF_8))
                    .toList();
            if (path.size() < 2 || !path.getFirst().equals("v0")) {
                throw Refused.notFound();
            }
            limits.take(token);
            List<String> rest = path.subList(1, path.size());
            return records.store().committing(lateCommit, () -> route(request, rest));
        } catch (Refused refused) {
            return refused.answer();
        } catch (JacksonException broken) {
            return Refused.answer(422, "INVALID_REQUEST_BODY", "Could not parse request body");
        }
    }

    private Answer token(Request request) {
        Map<String, String> form = request.form();
        String basic = Tokens.basic(request).orElse(":");
        String client = basic.substring(0, basic.indexOf(':'));
        String secret = basic.substring(basic.indexOf(':') + 1);
        if (!tokens.knows(client, secret)) {
            return Answer.json(401, JSON.writeValueAsBytes(Map.of("error", "invalid_client")));
        }
        Optional<Tokens.Granted> granted = "refresh_token".equals(form.get("grant_type"))
                ? tokens.refresh(client, form.get("refresh_token"))
                : tokens.redeem(client, form.get("redirect_uri"), form.get("code"));
        return granted.map(grant -> Answer.json(
                        200,
                        JSON.writeValueAsBytes(JSON.createObjectNode()
                                .put("access_token", grant.access())
                                .put("refresh_token", grant.refresh())
                                .put("token_type", "Bearer")
                                .put("scope", "data.records:read data.records:write schema.bases:read")
                                .put("expires_in", grant.life().toSeconds())
                                .put("refresh_expires_in", 5_184_000))))
                .orElseGet(() -> Answer.json(400, JSON.writeValueAsBytes(Map.of("error", "invalid_grant"))));
    }

    private Answer route(Request request, List<String> path) {
        if (path.getFirst().equals("meta")) {
            return ok(meta(request, path));
        }
        if (path.getFirst().equals("bases") && path.size() >= 3 && path.get(2).equals("webhooks")) {
            known(path.get(1));
            return ok(webhooks.handle(request, path.subList(3, path.size())));
        }
        known(path.getFirst());
        if (path.size() < 2) {
            throw Refused.notFound();
        }
        Table table = schema.the(path.get(1));
        String third = path.size() > 2 ? path.get(2) : "";
        return ok(
                switch (request.method() + (third.isEmpty() ? "" : third.equals("listRecords") ? " list" : " one")) {
                    case "GET" -> list(table, Query.of(request.target()));
                    case "POST list" -> list(table, Query.of(body(request)));
                    case "POST" -> create(table, body(request));
                    case "PATCH" -> update(table, body(request), false);
                    case "PUT" -> update(table, body(request), true);
                    case "DELETE" -> delete(table, Query.of(request.target()).all("records"));
                    case "GET one" -> records.json(table, live(table, third), List.of());
                    case "PATCH one" -> change(table, third, body(request), false);
                    case "PUT one" -> change(table, third, body(request), true);
                    case "DELETE one" ->
                        delete(table, List.of(third)).path("records").get(0);
                    default -> throw Refused.notFound();
                });
    }

    private void known(String id) {
        if (!id.equals(base)) {
            throw Refused.noModel();
        }
    }

    private JsonNode meta(Request request, List<String> path) {
        ObjectNode body = JSON.createObjectNode();
        String line = request.method() + " " + String.join("/", path);
        if (line.equals("GET meta/whoami")) {
            body.put("id", "usr" + Ids.of("me")).put("email", "ada@sandbox.example");
            List.of("data.records:read", "data.records:write", "schema.bases:read", "webhook:manage")
                    .forEach(body.putArray("scopes")::add);
        } else if (line.equals("GET meta/bases")) {
            body.putArray("bases")
                    .addObject()
                    .put("id", base)
                    .put("name", "Customers")
                    .put("permissionLevel", "create");
        } else if (line.equals("GET meta/bases/" + base + "/tables")) {
            ArrayNode tables = body.putArray("tables");
            schema.tables().forEach(table -> tables.add(table.description()));
        } else if (line.startsWith("GET meta/bases/")) {
            throw Refused.noModel();
        } else {
            throw Refused.notFound();
        }
        return body;
    }

    private JsonNode list(Table table, Query query) {
        for (String field : query.all("fields")) {
            if (table.column(field).isEmpty()) {
                throw new Refused(422, "UNKNOWN_FIELD_NAME", "Unknown field name: \"" + field + "\"");
            }
        }
        int size = Math.min(pageSize, query.number("pageSize", MOST_A_PAGE));
        if (size < 1) {
            throw Refused.invalid("pageSize must be at least 1");
        }
        Formula.Value filter = query.first("filterByFormula")
                .filter(text -> !text.isEmpty())
                .map(text -> Formula.of(text, table))
                .orElse(record -> "true");
        Records.Page page = records.page(table, size, query.first("offset").orElse(""), filter);
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("records");
        page.records().forEach(record -> list.add(records.json(table, record, query.all("fields"))));
        page.offset().ifPresent(offset -> body.put("offset", offset));
        return body;
    }

    private StoredObject live(Table table, String id) {
        return records.live(table, id).orElseThrow(Refused::notFound);
    }

    private JsonNode create(Table table, JsonNode body) {
        boolean typecast = body.path("typecast").asBoolean(false);
        if (!body.has("records")) {
            return records.json(table, make(table, cells(table, body, typecast)), List.of());
        }
        List<ObjectNode> all = new ArrayList<>();
        few(body.path("records")).forEach(one -> all.add(cells(table, one, typecast)));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("records");
        all.forEach(one -> list.add(records.json(table, make(table, one), List.of())));
        return answer;
    }

    private StoredObject make(Table table, ObjectNode cells) {
        cells.properties().stream()
                .filter(cell -> cell.getValue().isNull())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(cells::remove);
        StoredObject made = records.create(table, cells);
        webhooks.created(table, made, Webhooks.Source.PUBLIC_API);
        return made;
    }

    private JsonNode update(Table table, JsonNode body, boolean whole) {
        boolean typecast = body.path("typecast").asBoolean(false);
        JsonNode rows = few(body.path("records"));
        if (body.has("performUpsert")) {
            return upsert(table, rows, body.path("performUpsert").path("fieldsToMergeOn"), typecast);
        }
        List<String> ids = new ArrayList<>();
        List<ObjectNode> all = new ArrayList<>();
        for (JsonNode row : rows) {
            String id = row.path("id").asString("");
            if (!id.startsWith("rec")) {
                throw new Refused(422, "INVALID_RECORDS", "You must provide an id for each record");
            }
            if (records.live(table, id).isEmpty()) {
                throw new Refused(422, "ROW_DOES_NOT_EXIST", "Record ID " + id + " does not exist in this table");
            }
            ids.add(id);
            all.add(cells(table, row, typecast));
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new Refused(
                    422, "INVALID_RECORDS", "You cannot update the same record multiple times in a single request");
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("records");
        for (int i = 0; i < ids.size(); i++) {
            list.add(records.json(table, set(table, ids.get(i), all.get(i), whole), List.of()));
        }
        return answer;
    }

    private JsonNode change(Table table, String id, JsonNode body, boolean whole) {
        live(table, id);
        ObjectNode cells = cells(table, body, body.path("typecast").asBoolean(false));
        return records.json(table, set(table, id, cells, whole), List.of());
    }

    private StoredObject set(Table table, String id, ObjectNode cells, boolean whole) {
        StoredObject changed = records.store().update(table.id(), id, body -> {
            if (whole) {
                table.columns().stream().filter(c -> !c.computed()).forEach(c -> body.remove(c.name()));
            }
            cells.properties().forEach(cell -> {
                if (cell.getValue().isNull()) {
                    body.remove(cell.getKey());
                } else {
                    body.set(cell.getKey(), cell.getValue());
                }
            });
        });
        webhooks.changed(table, changed, cells, Webhooks.Source.PUBLIC_API);
        return changed;
    }

    private JsonNode upsert(Table table, JsonNode rows, JsonNode mergeOn, boolean typecast) {
        List<Column> by = new ArrayList<>();
        for (JsonNode field : mergeOn) {
            Column column = table.column(field.asString(""))
                    .orElseThrow(() -> new Refused(422, "UNKNOWN_FIELD_NAME", "Unknown field name: " + field));
            if (column.computed() || column.type().startsWith("multiple")) {
                throw Refused.invalid("Field \"" + column.name() + "\" cannot be used to merge on");
            }
            by.add(column);
        }
        if (by.isEmpty() || by.size() > 3) {
            throw Refused.invalid("fieldsToMergeOn must name one to three fields");
        }
        List<ObjectNode> all = new ArrayList<>();
        List<Optional<StoredObject>> found = new ArrayList<>();
        for (JsonNode row : rows) {
            ObjectNode cells = cells(table, row, typecast);
            List<StoredObject> matching = records.store().newest(table.id()).stream()
                    .filter(record -> !record.isDeleted() && matches(record, cells, by))
                    .toList();
            if (matching.size() > 1) {
                throw new Refused(
                        422,
                        "INVALID_VALUE_FOR_COLUMN",
                        "Cannot upsert: several records have the values of "
                                + by.getFirst().name());
            }
            all.add(cells);
            found.add(matching.stream().findFirst());
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("records");
        ArrayNode updated = JSON.createArrayNode();
        ArrayNode created = JSON.createArrayNode();
        for (int i = 0; i < all.size(); i++) {
            Optional<StoredObject> there = found.get(i);
            StoredObject record =
                    there.isPresent() ? set(table, there.get().id(), all.get(i), false) : make(table, all.get(i));
            (there.isPresent() ? updated : created).add(record.id());
            list.add(records.json(table, record, List.of()));
        }
        answer.set("updatedRecords", updated);
        answer.set("createdRecords", created);
        return answer;
    }

    private static boolean matches(StoredObject record, ObjectNode cells, List<Column> by) {
        return by.stream().allMatch(column -> record.body().path(column.name()).equals(cells.path(column.name())));
    }

    private ObjectNode delete(Table table, List<String> ids) {
        if (ids.isEmpty() || ids.size() > MOST_A_WRITE) {
            throw new Refused(422, "INVALID_RECORDS", "You must name 1 to " + MOST_A_WRITE + " records");
        }
        ids.forEach(id -> live(table, id));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("records");
        for (String id : ids) {
            records.store().delete(table.id(), id);
            webhooks.deleted(table, id, Webhooks.Source.PUBLIC_API);
            list.addObject().put("deleted", true).put("id", id);
        }
        return answer;
    }

    private static JsonNode few(JsonNode rows) {
        if (!rows.isArray() || rows.isEmpty() || rows.size() > MOST_A_WRITE) {
            throw new Refused(
                    422,
                    "INVALID_RECORDS",
                    "You must provide an array of up to " + MOST_A_WRITE
                            + " record objects, each with an \"id\" ID field and a \"fields\" object for cell values.");
        }
        return rows;
    }

    private static ObjectNode cells(Table table, JsonNode row, boolean typecast) {
        if (!row.path("fields").isObject()) {
            throw new Refused(
                    422, "INVALID_REQUEST_MISSING_FIELDS", "Could not find field \"fields\" in the request body");
        }
        ObjectNode cells = JSON.createObjectNode();
        Set<String> seen = new HashSet<>();
        row.path("fields").properties().forEach(cell -> {
            Column column = table.column(cell.getKey())
                    .orElseThrow(() ->
                            new Refused(422, "UNKNOWN_FIELD_NAME", "Unknown field name: \"" + cell.getKey() + "\""));
            if (column.computed()) {
                throw new Refused(
                        422,
                        "INVALID_VALUE_FOR_COLUMN",
                        "Field \"" + column.name() + "\" cannot accept a value because the field is computed");
            }
            if (seen.add(column.name())) {
                JsonNode value = column.cell(cell.getValue(), typecast);
                cells.set(column.name(), value == null ? JSON.getNodeFactory().nullNode() : value);
            }
        });
        return cells;
    }

    private static JsonNode body(Request request) {
        return request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
    }

    private static Answer ok(JsonNode body) {
        return Answer.json(200, JSON.writeValueAsBytes(body));
    }
}
