package dev.tidemark.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.kit.Recorded;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The sandbox's answers have the keys and JSON types of recorded ones, where those are at hand. */
class ZendeskRecordingsTest {
    @SuppressWarnings("NullAway.Init")
    private static Recorded recorded;

    private final ZendeskCaller caller = new ZendeskCaller(30);

    @BeforeAll
    static void unpack() throws InterruptedException {
        recorded = Recorded.of("zendesk");
    }

    private static JsonNode recorded(String method, String path) {
        return recorded.one(method, path);
    }

    /** But for an account's own fields, some a user was last seen by, and where a mail came from. */
    private static List<String> differences(JsonNode theirs, JsonNode ours) {
        return Recorded.differences(
                theirs,
                ours,
                path -> Set.of("user_fields", "organization_fields", "last_active", "source", "satisfaction_rating")
                        .contains(path.substring(path.lastIndexOf('/') + 1)));
    }

    private void assertAlike(JsonNode recording, JsonNode ours) {
        assertThat(differences(recording.path("response"), ours))
                .as(recording.path("path").asString(""))
                .isEmpty();
    }

    @Test
    void lists_are_alike() {
        for (String path : List.of("organizations.json", "macros.json", "ticket_forms.json", "ticket_forms")) {
            assertAlike(recorded("GET", "/api/v2/" + path), caller.json("/api/v2/" + path));
        }
        for (String path : List.of("users.json", "groups.json", "ticket_fields")) {
            assertAlike(recorded("GET", "/api/v2/" + path), caller.json("/api/v2/" + path + "?page[size]=100"));
        }
        assertAlike(
                recorded("GET", "/api/v2/groups"),
                caller.json("/api/v2/groups?exclude_deleted=false&page=1&per_page=100"));
    }

    @Test
    void single_records_are_alike() {
        assertAlike(recorded("GET", "/api/v2/tickets/\\d+.json"), caller.json("/api/v2/tickets/1.json"));
        for (String type : List.of("organizations", "ticket_fields")) {
            String id =
                    caller.json("/api/v2/" + type).path(type).path(0).path("id").asString("");
            assertAlike(
                    recorded("GET", "/api/v2/" + type + "/\\d+.json"),
                    caller.json("/api/v2/" + type + "/" + id + ".json"));
        }
    }

    @Test
    void comments_are_alike() {
        assertAlike(recorded("GET", "/api/v2/tickets/\\d+/comments"), caller.json("/api/v2/tickets/1/comments?page=1"));
    }

    @Test
    void the_search_is_alike() {
        assertAlike(recorded("GET", "/api/v2/search.json"), caller.json("/api/v2/search.json?query=type:ticket"));
    }

    @Test
    void an_export_that_has_nothing_new_is_alike() {
        String cursor = caller.json("/api/v2/incremental/users/cursor?start_time=0")
                .path("after_cursor")
                .asString("");
        assertAlike(
                recorded("GET", "/api/v2/incremental/users/cursor"),
                caller.json("/api/v2/incremental/users/cursor?per_page=100&start_time=0&cursor=" + cursor));
    }

    @Test
    void writes_are_answered_alike() {
        JsonNode made = recorded("POST", "/api/v2/users.json");
        var answer = caller.ask("POST", "/api/v2/users.json", made.path("body").toString());
        assertThat(answer.status()).isEqualTo(made.path("status").asInt(0));
        assertAlike(made, ZendeskCaller.json(answer));
        String user = ZendeskCaller.json(answer).path("user").path("id").asString("");
        JsonNode changed = recorded("PUT", "/api/v2/users/\\d+.json");
        assertAlike(
                changed,
                ZendeskCaller.json(caller.ask(
                        "PUT",
                        "/api/v2/users/" + user + ".json",
                        changed.path("body").toString())));
        String organization = caller.json("/api/v2/organizations")
                .path("organizations")
                .path(0)
                .path("id")
                .asString("");
        JsonNode noted = recorded("PUT", "/api/v2/organizations/\\d+.json");
        assertAlike(
                noted,
                ZendeskCaller.json(caller.ask(
                        "PUT",
                        "/api/v2/organizations/" + organization + ".json",
                        noted.path("body").toString())));
    }
}
