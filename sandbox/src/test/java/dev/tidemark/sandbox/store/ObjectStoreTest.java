package dev.tidemark.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ObjectStoreTest {
    private static final JsonMapper JSON = new JsonMapper();
    private Instant now = Instant.parse("2026-11-21T10:00:00.123456Z");
    private final ObjectStore store = new ObjectStore(() -> now, ChronoUnit.MILLIS, Duration.ofMinutes(10));

    private static ObjectNode named(String name) {
        return JSON.createObjectNode().put("name", name);
    }

    private void later(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private static List<String> names(List<StoredObject> objects) {
        return objects.stream()
                .map(object -> object.body().path("name").asString(""))
                .toList();
    }

    @Test
    void an_object_is_stamped_when_it_is_made_and_when_it_changes() {
        store.insert("boat", "1", named("Ann"));
        later(5);
        StoredObject changed = store.update("boat", "1", body -> body.put("name", "Bea"));
        assertThat(changed.created()).isEqualTo(Instant.parse("2026-11-21T10:00:00.123Z"));
        assertThat(changed.updated()).isEqualTo(Instant.parse("2026-11-21T10:00:05.123Z"));
        assertThat(names(store.seen("boat"))).containsExactly("Bea");
        assertThat(store.types()).containsExactly("boat");
    }

    @Test
    void a_state_that_was_handed_out_never_changes() {
        StoredObject first = store.insert("boat", "1", named("Ann"));
        store.update("boat", "1", body -> body.put("name", "Bea"));
        assertThat(first.body().path("name").asString("")).isEqualTo("Ann");
    }

    @Test
    void a_deleted_object_is_kept_with_its_time_and_a_purged_one_is_not() {
        store.insert("boat", "1", named("Ann"));
        later(5);
        store.delete("boat", "1");
        Instant deleted = store.newest("boat", "1").orElseThrow().deleted();
        later(5);
        assertThat(store.delete("boat", "1").deleted())
                .isEqualTo(deleted)
                .isEqualTo(Instant.parse("2026-11-21T10:00:05.123Z"));
        store.purge("boat", "1");
        assertThat(store.seen("boat", "1")).isEmpty();
        assertThatThrownBy(() -> store.delete("boat", "1")).hasMessage("there is no boat 1");
    }

    @Test
    void a_late_commit_is_stamped_at_once_and_seen_later() {
        store.insert("boat", "1", named("Ann"));
        store.committing(Duration.ofSeconds(30), () -> {
            store.insert("boat", "2", named("Late"));
            return store.update("boat", "1", body -> body.put("name", "Anna"));
        });
        assertThat(names(store.seen("boat"))).containsExactly("Ann");
        assertThat(names(store.newest("boat"))).containsExactly("Anna", "Late");
        later(30);
        assertThat(names(store.seen("boat"))).containsExactly("Anna", "Late");
        assertThat(store.seen("boat", "2").orElseThrow().updated())
                .isEqualTo(Instant.parse("2026-11-21T10:00:00.123Z"));
    }

    @Test
    void the_past_can_be_looked_at() {
        store.insert("boat", "1", named("Ann"));
        later(20);
        Instant before = now;
        later(20);
        store.update("boat", "1", body -> body.put("name", "Bea"));
        store.insert("boat", "2", named("Carl"));
        assertThat(names(store.seenAt("boat", before))).containsExactly("Ann");
        later(3600);
        store.update("boat", "1", body -> body.put("name", "Dora"));
        assertThat(names(store.seenAt("boat", now.minusSeconds(1)))).containsExactly("Bea", "Carl");
    }

    @Test
    void what_was_put_with_old_stamps_was_always_there() {
        Instant old = now.minus(Duration.ofDays(30));
        store.put("boat", new StoredObject("1", named("Old"), old, old, null));
        assertThat(names(store.seenAt("boat", now.minusSeconds(60)))).containsExactly("Old");
    }
}
