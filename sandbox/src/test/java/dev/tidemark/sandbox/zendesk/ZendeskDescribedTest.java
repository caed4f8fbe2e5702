package dev.tidemark.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Described;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The sandbox's answers are as Zendesk's own OpenAPI description has them, where that is at hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZendeskDescribedTest {
    @SuppressWarnings("NullAway.Init")
    private Described described;

    private final ZendeskCaller caller = new ZendeskCaller(30);

    @BeforeAll
    void unpack() throws IOException, InterruptedException {
        described = Described.by("openapi/zendesk/zendesk.com.yaml");
    }

    private void assertDescribed(String method, String path, Answer answer) {
        assertThat(described.differences(method, path, answer.status(), ZendeskCaller.json(answer)))
                .as(method + " " + path)
                .isEmpty();
    }

    @Test
    void lists_are_as_described() {
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
                "deleted_users")) {
            String path = "/api/v2/" + type;
            assertDescribed("get", path, caller.get(path + "?page[size]=50"));
        }
    }

    @Test
    void exports_are_as_described() {
        Map.of(
                        "/api/v2/incremental/tickets/cursor", "start_time=0&include=metric_sets",
                        "/api/v2/incremental/users/cursor", "start_time=0",
                        "/api/v2/incremental/organizations", "start_time=0",
                        "/api/v2/incremental/ticket_events", "start_time=0&include=comment_events",
                        "/api/v2/incremental/ticket_metric_events", "start_time=0")
                .forEach((path, query) -> assertDescribed("get", path, caller.get(path + "?" + query)));
    }

    @Test
    void jobs_and_their_results_are_as_described() {
        Answer queued = caller.ask("POST", "/api/v2/users/create_or_update_many", "{\"users\": [{\"name\": \"Ada\"}]}");
        assertDescribed("post", "/api/v2/users/create_or_update_many", queued);
        String id = caller.done(queued).path("id").asString("");
        assertDescribed("get", "/api/v2/job_statuses/{job_status_id}", caller.get("/api/v2/job_statuses/" + id));
        assertDescribed(
                "get", "/api/v2/job_statuses/show_many", caller.get("/api/v2/job_statuses/show_many?ids=" + id));
    }

    @Test
    void single_records_are_as_described() {
        assertDescribed("get", "/api/v2/tickets/{ticket_id}", caller.get("/api/v2/tickets/1"));
        assertDescribed("get", "/api/v2/tickets/{ticket_id}/comments", caller.get("/api/v2/tickets/1/comments"));
        assertDescribed(
                "post",
                "/api/v2/tickets",
                caller.ask(
                        "POST",
                        "/api/v2/tickets",
                        "{\"ticket\": {\"subject\": \"x\", \"comment\": {\"body\": \"y\"}}}"));
        assertDescribed("get", "/api/v2/search", caller.get("/api/v2/search?query=type:organization"));
    }
}
