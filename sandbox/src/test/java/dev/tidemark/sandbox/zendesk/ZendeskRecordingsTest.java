package dev.tidemark.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The sandbox's answers have the keys and JSON types of recorded ones. Runs where {@code TIDEMARK_SHARED_DATA} names a
 * folder with {@code recordings.tar.xz}; the recordings may not be handed on.
 */
class ZendeskRecordingsTest {
    private static final List<JsonNode> RECORDED = new ArrayList<>();

    private final ZendeskCaller caller = new ZendeskCaller(30);

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        String folder = System.getenv("TIDEMARK_SHARED_DATA");
        assumeTrue(folder != null, "TIDEMARK_SHARED_DATA is not set");
        Path archive = Path.of(String.valueOf(folder), "recordings.tar.xz");
        assumeTrue(Files.exists(archive), archive + " does not exist");
        Process tar = new ProcessBuilder("tar", "-xJOf", archive.toString(), "recordings/zendesk.jsonl")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String lines = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor()).isZero();
        lines.lines().map(ZendeskCaller.JSON::readTree).forEach(RECORDED::add);
        assertThat(RECORDED).hasSizeGreaterThan(10);
    }

    private static JsonNode recorded(String method, String path) {
        return RECORDED.stream()
                .filter(one -> one.path("method").asString("").equals(method)
                        && one.path("path").asString("").matches(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording of " + method + " " + path));
    }

    private static List<String> differences(JsonNode theirs, JsonNode ours) {
        var found = new ArrayList<String>();
        differ("", theirs, ours, found);
        return found;
    }

    /** What ours lacks, has too much, or has of another type; null goes with every type, records are like the first. */
    private static void differ(String at, JsonNode theirs, JsonNode ours, List<String> found) {
        if (theirs.isNull() || ours.isNull()) {
            return;
        }
        if (theirs.getNodeType() != ours.getNodeType()) {
            found.add(at + " is " + ours.getNodeType() + ", recorded " + theirs.getNodeType());
        } else if (theirs.isObject()) {
            Set<String> names = new TreeSet<>(theirs.propertyNames());
            names.addAll(ours.propertyNames());
            for (String name : names) {
                // An account's own fields, some a user was last seen by, and where a mail came from.
                if (Set.of("user_fields", "organization_fields", "last_active", "source", "satisfaction_rating")
                        .contains(name)) {
                    continue;
                }
                if (!theirs.has(name)) {
                    found.add(at + "/" + name + " is not in the recording");
                } else if (!ours.has(name)) {
                    found.add(at + "/" + name + " is missing");
                } else {
                    differ(at + "/" + name, theirs.path(name), ours.path(name), found);
                }
            }
        } else if (theirs.isArray() && !theirs.isEmpty() && !ours.isEmpty()) {
            differ(at + "/0", theirs.path(0), ours.path(0), found);
        }
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
