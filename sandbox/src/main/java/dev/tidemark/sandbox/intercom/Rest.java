package dev.tidemark.sandbox.intercom;

import static dev.tidemark.sandbox.intercom.Workspace.ADMIN;
import static dev.tidemark.sandbox.intercom.Workspace.COMPANY;
import static dev.tidemark.sandbox.intercom.Workspace.CONTACT;
import static dev.tidemark.sandbox.intercom.Workspace.CONVERSATION;
import static dev.tidemark.sandbox.intercom.Workspace.SEGMENT;
import static dev.tidemark.sandbox.intercom.Workspace.TAG;
import static dev.tidemark.sandbox.intercom.Workspace.TEAM;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Tokens;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The paths of the API. */
final class Rest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_A_PAGE = 150;
    private static final Set<String> WRITABLE = Set.of(
            "role",
            "external_id",
            "email",
            "phone",
            "name",
            "avatar",
            "signed_up_at",
            "last_seen_at",
            "owner_id",
            "unsubscribed_from_emails",
            "custom_attributes");
    private static final Set<String> OF_COMPANY = Set.of(
            "name",
            "company_id",
            "plan",
            "size",
            "website",
            "industry",
            "custom_attributes",
            "remote_created_at",
            "monthly_spend");

    private final Workspace workspace;
    private final Tokens tokens;
    private final Limits limits;
    private final Scrolls scrolls;
    private int pageSize = MOST_A_PAGE;
    private boolean loneCompany;

    Rest(Workspace workspace, Tokens tokens, Limits limits, Scrolls scrolls) {
        this.workspace = workspace;
        this.tokens = tokens;
        this.limits = limits;
        this.scrolls = scrolls;
    }

    void pageSize(int most) {
        pageSize = most;
    }

    void loneCompany(boolean lone) {
        loneCompany = lone;
    }

    Answer handle(Request request, Duration lateCommit) {
        try {
            if (!tokens.alive(Tokens.bearer(request).orElse(""))) {
                return Refused.answer(401, "unauthorized", "Access Token Invalid");
            }
            if (!limits.take()) {
                return limits.stamped(Refused.answer(429, "rate_limit_exceeded", "Exceeded rate limit"));
            }
            return limits.stamped(workspace.store().committing(lateCommit, () -> {
                ObjectNode body = route(request);
                return Answer.json(200, JSON.writeValueAsBytes(body));
            }));
        } catch (Refused refused) {
            return limits.stamped(refused.answer());
        } catch (JacksonException broken) {
            return Refused.answer(400, "bad_request", "the body is not JSON");
        }
    }

    private ObjectNode route(Request request) {
        List<String> path = List.of(request.path().substring(1).split("/", -1));
        String second = path.size() > 1 ? path.get(1) : "";
        String third = path.size() > 2 ? path.get(2) : "";
        String known =
                List.of("search", "scroll", "list", "merge").contains(second) ? second : second.isEmpty() ? "" : "ID";
        String line = request.method() + " " + path.getFirst() + (known.isEmpty() ? "" : " " + known)
                + (third.isEmpty() ? "" : " " + third);
        Map<String, String> params = request.params();
        return switch (line) {
            case "GET me" -> me();
            case "GET admins" -> all(ADMIN, "admin.list", "admins");
            case "GET teams" -> all(TEAM, "team.list", "teams");
            case "GET tags" -> all(TAG, "list", "data");
            case "GET segments" -> all(SEGMENT, "segment.list", "segments");
            case "POST tags" ->
                workspace.json(TAG, tag(body(request).path("name").asString("")));
            case "GET contacts" -> list(CONTACT, "list", "data", params);
            case "POST contacts" -> createContact(body(request));
            case "POST contacts search" -> search(CONTACT, "list", "data", body(request));
            case "POST contacts merge" -> merge(body(request));
            case "GET contacts ID" -> workspace.json(CONTACT, the(CONTACT, second));
            case "PUT contacts ID" -> changeContact(second, body(request));
            case "DELETE contacts ID" -> gone(CONTACT, second);
            case "GET companies" -> company(params);
            case "POST companies" -> putCompany(body(request));
            case "POST companies list" -> list(COMPANY, "list", "data", params);
            case "GET companies scroll" -> scroll(params);
            case "GET companies ID" -> workspace.json(COMPANY, the(COMPANY, second));
            case "PUT companies ID" -> changeCompany(second, body(request));
            case "DELETE companies ID" -> gone(COMPANY, second);
            case "GET conversations" -> list(CONVERSATION, "conversation.list", "conversations", params);
            case "POST conversations search" ->
                search(CONVERSATION, "conversation.list", "conversations", body(request));
            case "GET conversations ID" -> workspace.json(CONVERSATION, the(CONVERSATION, second));
            case "POST conversations ID reply" -> reply(second, body(request));
            default -> throw new Refused(404, "not_found", "Resource Not Found");
        };
    }

    private ObjectNode me() {
        StoredObject admin = workspace.live(ADMIN).getFirst();
        ObjectNode me = workspace.json(ADMIN, admin);
        me.putObject("app")
                .put("type", "app")
                .put("id_code", Workspace.ID)
                .put("name", "Harbour Supplies")
                .put("timezone", workspace.zone().toString());
        return me;
    }

    private StoredObject the(String type, String id) {
        return workspace
                .store()
                .seen(type, id)
                .filter(object -> !object.isDeleted())
                .orElseThrow(() -> Refused.notFound(Character.toUpperCase(type.charAt(0)) + type.substring(1)));
    }

    private ObjectNode all(String type, String list, String name) {
        ObjectNode body = JSON.createObjectNode().put("type", list);
        ArrayNode items = body.putArray(name);
        workspace.seen(type).forEach(object -> items.add(workspace.json(type, object)));
        return body;
    }

    private int size(String text) {
        if (text.isEmpty()) {
            return Math.min(pageSize, 50);
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_A_PAGE) {
            throw Refused.invalid("per_page must be from 1 to " + MOST_A_PAGE);
        }
        return Math.min(pageSize, Integer.parseInt(text));
    }

    private ObjectNode list(String type, String list, String name, Map<String, String> params) {
        Paging.Page page = Paging.page(
                workspace.seen(type),
                object -> object.created().getEpochSecond(),
                true,
                size(params.getOrDefault("per_page", "")),
                params.getOrDefault("starting_after", ""));
        return listed(type, list, name, page);
    }

    private ObjectNode listed(String type, String list, String name, Paging.Page page) {
        ObjectNode body = JSON.createObjectNode().put("type", list);
        ArrayNode items = body.putArray(name);
        page.objects().forEach(object -> {
            ObjectNode json = workspace.json(type, object);
            json.remove("conversation_parts"); // only with the conversation itself
            items.add(json);
        });
        body.put("total_count", page.total());
        body.set("pages", page.pages());
        return body;
    }

    private ObjectNode search(String type, String list, String name, JsonNode body) {
        if (!body.path("query").isObject()) {
            throw Refused.invalid("query is missing");
        }
        var search = new Search(workspace, type);
        List<StoredObject> found = workspace.indexed(type).stream()
                .filter(object -> search.matches(body.path("query"), object, 1))
                .toList();
        String field = body.path("sort").path("field").asString("created_at");
        boolean descending =
                !body.path("sort").path("order").asString("descending").startsWith("asc");
        ToLongFunction<StoredObject> by = field.equals("updated_at")
                ? object -> object.updated().getEpochSecond()
                : object -> object.created().getEpochSecond();
        JsonNode pagination = body.path("pagination");
        return listed(
                type,
                list,
                name,
                Paging.page(
                        found,
                        by,
                        descending,
                        size(pagination.path("per_page").asString("")),
                        pagination.path("starting_after").asString("")));
    }

    private ObjectNode scroll(Map<String, String> params) {
        Scrolls.Page page = scrolls.next(params.getOrDefault("scroll_param", ""), Math.min(pageSize, 100));
        ObjectNode body = JSON.createObjectNode().put("type", "list");
        ArrayNode data = body.putArray("data");
        page.companies().forEach(company -> data.add(workspace.json(COMPANY, company)));
        body.putNull("pages").putNull("total_count");
        return page.companies().isEmpty() ? body.putNull("scroll_param") : body.put("scroll_param", page.param());
    }

    /** Whoever is to be tagged is not: nothing here tells of it. */
    private StoredObject tag(String name) {
        if (name.isBlank()) {
            throw Refused.invalid("name is required");
        }
        return workspace.live(TAG).stream()
                .filter(tag -> tag.body().path("name").asString("").equals(name))
                .findFirst()
                .orElseGet(() -> workspace.create(TAG, JSON.createObjectNode().put("name", name)));
    }

    private ObjectNode createContact(JsonNode body) {
        ObjectNode cells = checked(body, WRITABLE);
        String externalId = cells.path("external_id").asString("");
        String email = cells.path("email").asString("");
        if (externalId.isEmpty()
                && email.isEmpty()
                && !cells.path("role").asString("").equals("lead")) {
            throw Refused.invalid("email or external_id is required for a user");
        }
        workspace.live(CONTACT).stream()
                .filter(contact -> (!externalId.isEmpty()
                                && contact.body()
                                        .path("external_id")
                                        .asString("")
                                        .equals(externalId))
                        || (!email.isEmpty()
                                && contact.body().path("email").asString("").equalsIgnoreCase(email)))
                .findFirst()
                .ifPresent(there -> {
                    throw new Refused(
                            409, "conflict", "A contact matching those details already exists with id=" + there.id());
                });
        ObjectNode whole = Population.contact(JSON.createObjectNode());
        whole.setAll(cells);
        return workspace.json(CONTACT, workspace.create(CONTACT, whole));
    }

    private ObjectNode changeContact(String id, JsonNode body) {
        the(CONTACT, id);
        return workspace.json(CONTACT, workspace.update(CONTACT, id, checked(body, WRITABLE)));
    }

    private static ObjectNode checked(JsonNode body, Set<String> writable) {
        ObjectNode cells = JSON.createObjectNode();
        body.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (!writable.contains(field.getKey())) {
                throw Refused.invalid("Unknown field: " + field.getKey());
            }
            if (field.getKey().endsWith("_at") && !value.isNumber() && !value.isNull()) {
                throw Refused.invalid(field.getKey() + " must be a number");
            }
            if (field.getKey().equals("email")
                    && !value.isNull()
                    && !value.asString("").contains("@")) {
                throw new Refused(400, "parameter_invalid", "email is invalid");
            }
            cells.set(field.getKey(), value);
        });
        return cells;
    }

    private ObjectNode merge(JsonNode body) {
        String from = body.path("from").asString("");
        StoredObject into = the(CONTACT, body.path("into").asString(""));
        the(CONTACT, from);
        workspace.delete(CONTACT, from);
        return workspace.json(CONTACT, workspace.update(CONTACT, into.id(), JSON.createObjectNode()));
    }

    private ObjectNode gone(String type, String id) {
        the(type, id);
        workspace.delete(type, id);
        return type.equals(CONTACT)
                ? JSON.createObjectNode().put("type", type).put("id", id).put("deleted", true)
                : JSON.createObjectNode().put("id", id).put("object", type).put("deleted", true);
    }

    private ObjectNode company(Map<String, String> params) {
        String wanted = params.getOrDefault("company_id", "");
        if (wanted.isEmpty()) {
            return list(COMPANY, "list", "data", params);
        }
        StoredObject found = workspace.seen(COMPANY).stream()
                .filter(company ->
                        company.body().path("company_id").asString("").equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Company"));
        // By the reference's text a company, by its schema a list of one.
        return loneCompany
                ? workspace.json(COMPANY, found)
                : listed(COMPANY, "list", "data", Paging.page(List.of(found), one -> 0, true, 15, ""));
    }

    /** Creates it, or changes the one of the same {@code company_id}. */
    private ObjectNode putCompany(JsonNode body) {
        ObjectNode cells = companyCells(body);
        String wanted = cells.path("company_id").asString("");
        if (wanted.isEmpty()) {
            throw Refused.invalid("company_id is required");
        }
        StoredObject put = workspace.live(COMPANY).stream()
                .filter(company ->
                        company.body().path("company_id").asString("").equals(wanted))
                .findFirst()
                .map(there -> workspace.update(COMPANY, there.id(), cells))
                .orElseGet(() -> {
                    ObjectNode whole = Population.company(JSON.createObjectNode());
                    whole.setAll(cells);
                    return workspace.create(COMPANY, whole);
                });
        return workspace.json(COMPANY, put);
    }

    private ObjectNode changeCompany(String id, JsonNode body) {
        the(COMPANY, id);
        if (body.has("company_id")) {
            throw Refused.invalid("company_id is set once, when a company is created");
        }
        ObjectNode cells = companyCells(body);
        return workspace.json(COMPANY, workspace.update(COMPANY, id, cells));
    }

    private static ObjectNode companyCells(JsonNode body) {
        ObjectNode cells = checked(body, OF_COMPANY);
        if (cells.has("size")
                && !cells.path("size").isNumber()
                && !cells.path("size").isNull()) {
            throw Refused.invalid("size must be a number");
        }
        if (cells.path("plan").isString()) {
            // Named by the caller, and an object ever after.
            String plan = cells.path("plan").asString("");
            cells.putObject("plan")
                    .put("type", "plan")
                    .put("id", String.valueOf(800_000 + Math.floorMod(plan.hashCode(), 100_000)))
                    .put("name", plan);
        }
        return cells;
    }

    private ObjectNode reply(String id, JsonNode body) {
        the(CONVERSATION, id);
        return workspace.json(
                CONVERSATION, Population.reply(workspace, id, body.path("body").asString("")));
    }

    private static ObjectNode body(Request request) {
        return request.body().length == 0
                ? JSON.createObjectNode()
                : JSON.readTree(request.body()) instanceof ObjectNode object ? object : JSON.createObjectNode();
    }
}
