package dev.tidemark.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.described.Watched;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Descriptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The sandbox is asked and answers as Zendesk's own OpenAPI description has it, where that is at hand. */
class ZendeskDescribedTest {
    private final ZendeskCaller caller = new ZendeskCaller(30);

    @Test
    void every_path_is_asked_and_answered_as_described() throws InterruptedException {
        var watched = new Watched(caller.zendesk, List.of(Descriptions.of("zendesk/zendesk.com.yaml", "")));
        caller.api = watched;
        lists();
        exports();
        tickets();
        people();
        jobs();
        refusals();
        // The guides to pages, bodies and errors tell these of all paths alike, and the description of few.
        assertThat(watched.differences())
                .filteredOn(each ->
                        !each.matches(".* asked with \\?(page|page\\[size\\]|per_page|include), which is not described")
                                && !each.endsWith("sent a body, of which none is described")
                                && !each.matches(".*: answered (400|401|404|422|429), which is not described"))
                .containsExactlyInAnyOrder(
                        // Sent so, to see one fail.
                        "POST /api/v2/tickets/create_many: sent/tickets/*/comment is missing",
                        // What was not made has no id ("Job Statuses", results of a failed job).
                        "GET /api/v2/job_statuses/{job_status_id} 200: /job_status/results/*/id is missing",
                        // The page's own example is one object.
                        "GET /api/v2/satisfaction_ratings/{satisfaction_rating_id} 200: /satisfaction_rating is OBJECT,"
                                + " described as \"array\"");
        assertThat(watched.unknown()).containsExactly("GET /api/v2/business_hours/schedules", "GET /api/v2/webhooks");
        assertThat(watched.exchanges()).hasSizeGreaterThan(70);
    }

    private void lists() {
        for (String type : List.of(
                "tickets",
                "users",
                "organizations",
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
                "tags",
                "audit_logs",
                "slas/policies",
                "deleted_users",
                "deleted_tickets",
                "webhooks",
                "business_hours/schedules")) {
            JsonNode page = caller.json("/api/v2/" + type + "?page[size]=50");
            String id = page.path(type).at("/0/id").asString("");
            if (!id.isEmpty()) {
                caller.get("/api/v2/" + type + "/" + id);
            }
        }
        caller.get("/api/v2/tickets?page=1&per_page=5");
        caller.get("/api/v2/users/me");
        caller.get("/api/v2/users/count");
        caller.get("/api/v2/tickets/count");
        caller.get("/api/v2/search?query=type:organization");
        caller.get("/api/v2/search/count?query=type:user");
    }

    private void exports() {
        caller.get("/api/v2/incremental/tickets/cursor?start_time=0&include=metric_sets");
        caller.get("/api/v2/incremental/users/cursor?start_time=0");
        caller.get("/api/v2/incremental/tickets?start_time=0");
        caller.get("/api/v2/incremental/users?start_time=0");
        caller.get("/api/v2/incremental/organizations?start_time=0");
        caller.get("/api/v2/incremental/ticket_events?start_time=0&include=comment_events");
        caller.get("/api/v2/incremental/ticket_metric_events?start_time=0");
    }

    private void tickets() {
        String made = ZendeskCaller.json(caller.ask(
                        "POST",
                        "/api/v2/tickets",
                        "{\"ticket\": {\"subject\": \"x\", \"comment\": {\"body\": \"y\"}}}"))
                .path("ticket")
                .path("id")
                .asString("");
        caller.get("/api/v2/tickets/" + made);
        caller.get("/api/v2/tickets/" + made + "/comments");
        caller.get("/api/v2/tickets/show_many?ids=" + made + ",1");
        caller.ask("PUT", "/api/v2/tickets/" + made, "{\"ticket\": {\"status\": \"open\", \"priority\": \"high\"}}");
        caller.ask("PUT", "/api/v2/tickets/" + made, "{\"ticket\": {\"status\": \"nonsense\"}}");
        caller.ask("DELETE", "/api/v2/tickets/" + made, "");
        caller.get("/api/v2/deleted_tickets");
        caller.ask("PUT", "/api/v2/deleted_tickets/" + made + "/restore", "");
        caller.get("/api/v2/tickets/999999999");
        caller.ask("DELETE", "/api/v2/tickets/999999999", "");
    }

    private void people() {
        for (String type : List.of("user", "organization", "group")) {
            String path = "/api/v2/" + type + "s";
            String body = "{\"" + type + "\": {\"name\": \"Ada\"}}";
            String id = ZendeskCaller.json(caller.ask("POST", path, body))
                    .path(type)
                    .path("id")
                    .asString("");
            caller.ask("PUT", path + "/" + id, body);
            caller.get(path + "/" + id);
            if (!type.equals("group")) {
                caller.get(path + "/show_many?ids=" + id);
            }
            caller.ask("DELETE", path + "/" + id, "");
            caller.get(path + "/999999999");
            caller.ask("POST", path, "{\"" + type + "\": {}}");
        }
        caller.get("/api/v2/deleted_users");
        caller.ask(
                "POST",
                "/api/v2/users/create_or_update",
                "{\"user\": {\"name\": \"Eve\", \"external_id\": \"e\", \"email\": \"e@mail.example\"}}");
        caller.ask(
                "POST",
                "/api/v2/users/create_or_update",
                "{\"user\": {\"name\": \"Eva\", \"external_id\": \"e\", \"email\": \"e@mail.example\"}}");
        caller.ask(
                "POST",
                "/api/v2/organizations/create_or_update",
                "{\"organization\": {\"name\": \"Acme\", \"external_id\": \"a\"}}");
    }

    private void jobs() {
        Answer queued = caller.ask("POST", "/api/v2/users/create_or_update_many", "{\"users\": [{\"name\": \"Ada\"}]}");
        String id = caller.done(queued).path("id").asString("");
        caller.get("/api/v2/job_statuses/show_many?ids=" + id);
        caller.get("/api/v2/job_statuses");
        caller.get("/api/v2/job_statuses/none");
        String ticket = "{\"subject\": \"x\", \"comment\": {\"body\": \"y\"}}";
        JsonNode made =
                caller.done(caller.ask("POST", "/api/v2/tickets/create_many", "{\"tickets\": [" + ticket + ", {}]}"));
        String one = made.at("/results/0/id").asString("");
        caller.done(
                caller.ask("PUT", "/api/v2/tickets/update_many?ids=" + one, "{\"ticket\": {\"status\": \"open\"}}"));
        caller.done(caller.ask("DELETE", "/api/v2/tickets/destroy_many?ids=" + one, ""));
        JsonNode people = caller.done(
                caller.ask("POST", "/api/v2/organizations/create_many", "{\"organizations\": [{\"name\": \"Best\"}]}"));
        String org = people.at("/results/0/id").asString("");
        caller.done(caller.ask(
                "PUT",
                "/api/v2/organizations/update_many",
                "{\"organizations\": [{\"id\": " + org + ", \"notes\": \"n\"}]}"));
        caller.done(caller.ask("DELETE", "/api/v2/organizations/destroy_many?ids=" + org, ""));
    }

    private void refusals() {
        String proof = caller.proof;
        caller.proof = "Basic bm9ib2R5Og==";
        caller.get("/api/v2/tickets");
        caller.proof = proof;
        caller.get("/api/v2/incremental/tickets/cursor");
        caller.get("/api/v2/search?query=");
        for (int i = 0; i < 40; i++) {
            caller.get("/api/v2/incremental/users/cursor?start_time=0");
        }
    }
}
