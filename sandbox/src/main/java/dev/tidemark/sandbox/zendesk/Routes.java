package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.store.StoredObject;
import dev.tidemark.sandbox.zendesk.Writes.Written;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What each path below {@code /api/v2} answers. */
final class Routes {
    private static final Set<String> LISTED = Set.of(
            Desk.TICKETS,
            Desk.USERS,
            Desk.ORGANIZATIONS,
            "groups",
            "group_memberships",
            "organization_memberships",
            "brands",
            "ticket_fields",
            "ticket_forms",
            "user_fields",
            "organization_fields",
            "custom_statuses",
            "macros",
            "triggers",
            "automations",
            "views",
            "satisfaction_ratings",
            "audit_logs",
            "sla_policies",
            "schedules",
            "ticket_metrics");

    private static final Set<String> WRITTEN = Set.of(Desk.TICKETS, Desk.USERS, Desk.ORGANIZATIONS, "groups");

    private static final Set<String> IN_JOBS = Set.of(Desk.TICKETS, Desk.USERS, Desk.ORGANIZATIONS);

    private final Desk desk;
    private final Lists lists;
    private final Exports exports;
    private final Writes writes;
    private final Jobs jobs;
    private final Search search;
    private final Hooks hooks;
    private final String admin;

    Routes(Desk desk, Exports exports, Writes writes, Jobs jobs, Search search, Hooks hooks, String admin) {
        this.desk = desk;
        this.lists = new Lists(desk);
        this.exports = exports;
        this.writes = writes;
        this.jobs = jobs;
        this.search = search;
        this.hooks = hooks;
        this.admin = admin;
    }

    /** The path below {@code /api/v2} without the ending that clients may put there. */
    static String below(Request request) {
        String path = request.path().replaceFirst("^/api/v2/", "").replaceFirst("\\.json$", "");
        return path.replaceFirst("^slas/policies", "sla_policies")
                .replaceFirst("^business_hours/schedules", "schedules");
    }

    Answer answer(Request request, View view) {
        List<String> path = new ArrayList<>(Arrays.asList(below(request).split("/", -1)));
        return switch (request.method()) {
            case "GET" -> json(200, get(path, request, view));
            case "POST" -> post(path, request, view);
            case "PUT" -> put(path, request, view);
            case "DELETE" -> delete(path, request, view);
            default -> throw Refusal.noEndpoint();
        };
    }

    private static Answer json(int status, ObjectNode body) {
        return status == 204 ? Answer.empty(204) : Answer.json(status, JSON.writeValueAsBytes(body));
    }

    private static Answer json(Written written) {
        return json(written.status(), written.body());
    }

    private ObjectNode get(List<String> path, Request request, View view) {
        return switch (path.getFirst()) {
            case "incremental" -> export(path, request, view);
            case "search" ->
                path.size() == 1
                        ? search.find(request, view)
                        : path.get(1).equals("count") ? search.count(request) : nothing();
            case "job_statuses" -> job(path, request, view);
            case "tags" -> lists.tags(request, view);
            case "deleted_users" -> lists.deletedUsers(request, view);
            case "deleted_tickets" -> lists.deletedTickets(request, view);
            case "webhooks" ->
                path.size() == 3 && path.get(2).equals("signing_secret") ? hooks.secret(path.get(1)) : hooks.list();
            default -> records(path, request, view);
        };
    }

    private static ObjectNode nothing() {
        throw Refusal.noEndpoint();
    }

    private ObjectNode export(List<String> path, Request request, View view) {
        String type = path.size() < 2 ? "" : path.get(1);
        boolean cursor = path.size() == 3 && path.get(2).equals("cursor");
        if (cursor && Set.of(Desk.TICKETS, Desk.USERS).contains(type)) {
            return exports.byCursor(type, request, view);
        }
        return path.size() == 2
                        && Set.of(Desk.TICKETS, Desk.USERS, Desk.ORGANIZATIONS, "ticket_events", "ticket_metric_events")
                                .contains(type)
                ? exports.byTime(type, request, view)
                : nothing();
    }

    private ObjectNode job(List<String> path, Request request, View view) {
        if (path.size() == 1) {
            return jobs.all(view);
        }
        return path.get(1).equals("show_many")
                ? jobs.many(List.of(request.params().getOrDefault("ids", "").split(",", -1)), view)
                : jobs.one(path.get(1), view);
    }

    private ObjectNode records(List<String> path, Request request, View view) {
        String type = path.getFirst();
        if (!LISTED.contains(type)) {
            return nothing();
        }
        if (path.size() == 1) {
            return lists.list(type, request, view);
        }
        String second = path.get(1);
        if (path.size() == 3) {
            return type.equals(Desk.TICKETS) && path.get(2).equals("comments")
                    ? lists.comments(living(type, second).id(), request, view)
                    : nothing();
        }
        return switch (second) {
            case "count" -> {
                ObjectNode count = JSON.createObjectNode();
                long living =
                        desk.seen(type).stream().filter(r -> !r.isDeleted()).count();
                count.putObject("count")
                        .put("refreshed_at", desk.now().toString())
                        .put("value", living);
                yield count;
            }
            case "show_many" -> showMany(type, request.params(), view);
            case "me" -> {
                ObjectNode me = JSON.createObjectNode();
                yield me.set("user", view.of(Desk.USERS, living(Desk.USERS, admin)));
            }
            default -> JSON.createObjectNode().set(Writes.singular(type), view.of(type, living(type, second)));
        };
    }

    private StoredObject living(String type, String id) {
        return desk.store()
                .seen(type, id)
                .filter(record -> !record.isDeleted() || type.equals(Desk.USERS))
                .orElseThrow(Refusal::notFound);
    }

    private ObjectNode showMany(String type, Map<String, String> params, View view) {
        boolean external = params.containsKey("external_ids");
        List<String> wanted = List.of(
                params.getOrDefault(external ? "external_ids" : "ids", "").split(",", -1));
        if (wanted.size() > 100) {
            throw Refusal.of(400, "TooManyValues", "at most 100 ids");
        }
        List<StoredObject> found = new ArrayList<>();
        for (String one : wanted) {
            Optional<StoredObject> record = external ? writes.find(type, "external_id", one) : desk.living(type, one);
            record.ifPresent(found::add);
        }
        ObjectNode page = view.page(type, found);
        return page.putNull("next_page").putNull("previous_page").put("count", found.size());
    }

    private Answer post(List<String> path, Request request, View view) {
        String type = path.getFirst();
        if (type.equals("webhooks") && path.size() == 1) {
            return json(201, hooks.create(request));
        }
        if (path.size() == 1 && WRITTEN.contains(type)) {
            Written written = writes.create(type, request, view);
            String id = written.body().path(Writes.singular(type)).path("id").asString("");
            return json(written).with("Location", view.base() + "/api/v2/" + type + "/" + id + ".json");
        }
        if (path.size() == 2
                && path.get(1).equals("create_or_update")
                && !type.equals(Desk.TICKETS)
                && IN_JOBS.contains(type)) {
            return json(writes.createOrUpdate(type, request, view));
        }
        boolean verb = path.size() == 2
                && (path.get(1).equals("create_many")
                        || (type.equals(Desk.USERS) && path.get(1).equals("create_or_update_many")));
        if (verb && IN_JOBS.contains(type)) {
            return json(200, writes.many(type, path.get(1), request, view));
        }
        throw Refusal.noEndpoint();
    }

    private Answer put(List<String> path, Request request, View view) {
        String type = path.getFirst();
        if (type.equals("deleted_tickets") && path.size() == 3 && path.get(2).equals("restore")) {
            desk.restore(path.get(1));
            return Answer.empty(200);
        }
        if (path.size() == 2 && path.get(1).equals("update_many") && IN_JOBS.contains(type)) {
            return json(200, writes.many(type, "update_many", request, view));
        }
        if (path.size() == 2 && WRITTEN.contains(type)) {
            return json(writes.update(type, path.get(1), request, view));
        }
        throw Refusal.noEndpoint();
    }

    private Answer delete(List<String> path, Request request, View view) {
        String type = path.getFirst();
        if (type.equals("webhooks") && path.size() == 2) {
            hooks.delete(path.get(1));
            return Answer.empty(204);
        }
        if (path.size() == 2 && path.get(1).equals("destroy_many") && IN_JOBS.contains(type)) {
            return json(200, writes.many(type, "destroy_many", request, view));
        }
        if (path.size() == 2 && LISTED.contains(type)) {
            return json(writes.delete(type, path.get(1), view));
        }
        throw Refusal.noEndpoint();
    }
}
