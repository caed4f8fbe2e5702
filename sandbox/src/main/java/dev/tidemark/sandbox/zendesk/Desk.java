package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.ObjectStore;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The records of an account and what happens to them: writes leave events, comments and metrics behind as in Zendesk. */
public final class Desk {
    static final JsonMapper JSON = new JsonMapper();

    static final String TICKETS = "tickets";
    static final String USERS = "users";
    static final String ORGANIZATIONS = "organizations";

    /** What became of a record, for webhooks and for people. */
    record Happened(String type, String what, StoredObject record) {}

    private final ObjectStore store;
    private final Dice dice;
    private final List<Consumer<Happened>> listeners = new ArrayList<>();
    private final Map<String, Long> lastIds = new HashMap<>();
    private long lastId = 46_406_130_000_000L;

    Desk(InstantSource clock, long seed) {
        store = new ObjectStore(clock, ChronoUnit.SECONDS, Duration.ofMinutes(10));
        dice = new Dice(seed);
    }

    /** The records, to look at and change directly. */
    public ObjectStore store() {
        return store;
    }

    Instant now() {
        return store.now();
    }

    void heard(Consumer<Happened> listener) {
        listeners.add(listener);
    }

    /** Tickets are numbered one by one; all else out of one long row. */
    long nextId(String type) {
        if (type.equals(TICKETS)) {
            return lastIds.merge(type, 1L, Long::sum);
        }
        lastId += 1 + dice.below(4_000);
        return lastId;
    }

    /** What a reader sees now, in the order of ids. */
    List<StoredObject> seen(String type) {
        return store.seen(type).stream()
                .sorted(Comparator.comparingLong(record -> Long.parseLong(record.id())))
                .toList();
    }

    Optional<StoredObject> living(String type, String id) {
        return store.newest(type, id).filter(record -> !record.isDeleted());
    }

    /** A record of these values and the defaults of its type. */
    StoredObject create(String type, JsonNode values) {
        long id = nextId(type);
        ObjectNode body = Blank.of(type, id, values);
        Rules.check(this, type, body, values, true);
        StoredObject made = made(type, id, body, values, now());
        tell(type, "created", made);
        return made;
    }

    /** A record that was there before anybody asked: nobody checks it, and nobody is told. */
    StoredObject plant(String type, JsonNode values, Instant at) {
        long id = nextId(type);
        return made(type, id, Blank.of(type, id, values), values, at);
    }

    private StoredObject made(String type, long id, ObjectNode body, JsonNode values, Instant at) {
        if (type.equals(TICKETS)) {
            body.put("generated_timestamp", at.getEpochSecond());
        }
        StoredObject made = store.put(type, new StoredObject(Long.toString(id), body, at, at, null));
        if (type.equals(TICKETS)) {
            measured(made, at);
            event(made, values, true, at);
        }
        return made;
    }

    StoredObject update(String type, String id, JsonNode values) {
        StoredObject before = living(type, id).orElseThrow(Refusal::notFound);
        ObjectNode body = before.body().deepCopy();
        Blank.merge(type, body, values);
        Rules.check(this, type, body, values, false);
        boolean speaks = type.equals(TICKETS) && values.has("comment");
        if (body.equals(before.body()) && !speaks) {
            return before; // what changes nothing moves no stamp
        }
        Instant at = now();
        if (type.equals(TICKETS)) {
            body.put("generated_timestamp", at.getEpochSecond());
        }
        StoredObject changed = store.put(type, before.withBody(body).withUpdated(at));
        if (type.equals(TICKETS)) {
            store.update("ticket_metrics", id, metric -> metric.put("status_updated_at", at.toString()));
            event(changed, values, false, at);
        }
        tell(type, "changed", changed);
        return changed;
    }

    /** A system changes a ticket: the export tells it, and {@code updated_at} stands still. */
    public StoredObject touch(String ticket) {
        return store.rewrite(TICKETS, ticket, record -> {
            ObjectNode body = record.body().deepCopy().put("generated_timestamp", now().getEpochSecond());
            return record.withBody(body);
        });
    }

    /** Tickets and users stay, marked; they are scrubbed later. All else is gone but for a trace. */
    void delete(String type, String id) {
        StoredObject before = living(type, id).orElseThrow(Refusal::notFound);
        Instant at = now();
        ObjectNode body = before.body().deepCopy();
        switch (type) {
            case TICKETS -> body.put("status", "deleted").put("generated_timestamp", at.getEpochSecond());
            case USERS -> body.put("active", false);
            case ORGANIZATIONS -> body.put("deleted_at", at.toString());
            case "groups" -> body.put("deleted", true);
            case "brands" -> body.put("is_deleted", true);
            default -> {} // gone from the lists
        }
        StoredObject gone =
                store.put(type, before.withBody(body).withUpdated(at).withDeleted(at));
        tell(type, "deleted", gone);
    }

    /** A deleted ticket comes back as it was, open. */
    void restore(String ticket) {
        StoredObject gone =
                store.newest(TICKETS, ticket).filter(StoredObject::isDeleted).orElseThrow(Refusal::notFound);
        Instant at = now();
        store.rewrite(
                TICKETS,
                gone.id(),
                record -> record.withBody(record.body()
                                .deepCopy()
                                .put("status", "open")
                                .put("generated_timestamp", at.getEpochSecond()))
                        .withUpdated(at)
                        .withDeleted(null));
    }

    /** What was deleted before this moment loses its content for good, as after 30 days. */
    public int scrub(Instant before) {
        int scrubbed = 0;
        for (String type : List.of(TICKETS, USERS)) {
            for (StoredObject record : store.newest(type)) {
                Instant deleted = record.deleted();
                if (deleted != null
                        && deleted.isBefore(before)
                        && !record.body().has("scrubbed")) {
                    Instant at = now();
                    store.rewrite(type, record.id(), old -> {
                        ObjectNode body = old.body().deepCopy().put("scrubbed", true);
                        if (type.equals(TICKETS)) {
                            body.put("subject", "SCRUBBED")
                                    .put("raw_subject", "SCRUBBED")
                                    .put("description", "SCRUBBED");
                            body.put("generated_timestamp", at.getEpochSecond());
                        } else {
                            body.put("name", "Permanently Deleted User")
                                    .putNull("email")
                                    .putNull("phone");
                        }
                        return old.withBody(body).withUpdated(at);
                    });
                    scrubbed++;
                }
            }
        }
        return scrubbed;
    }

    private void measured(StoredObject ticket, Instant at) {
        ObjectNode metric = Blank.of("ticket_metrics", nextId("ticket_metrics"), JSON.createObjectNode());
        metric.put("ticket_id", Long.parseLong(ticket.id()));
        metric.put("status_updated_at", at.toString());
        store.put("ticket_metrics", new StoredObject(ticket.id(), metric, at, at, null));
        for (String name : List.of("agent_work_time", "reply_time")) {
            long id = nextId("ticket_metric_events");
            ObjectNode event = JSON.createObjectNode()
                    .put("id", id)
                    .put("ticket_id", Long.parseLong(ticket.id()))
                    .put("metric", name)
                    .put("instance_id", 1)
                    .put("type", "activate")
                    .put("time", at.toString());
            store.put("ticket_metric_events", new StoredObject(Long.toString(id), event, at, at, null));
        }
    }

    /** What was changed, as the export of ticket events tells it, with the comment if there was one. */
    private void event(StoredObject ticket, JsonNode values, boolean created, Instant at) {
        long id = nextId("ticket_events");
        ObjectNode event = JSON.createObjectNode()
                .put("id", id)
                .put("ticket_id", Long.parseLong(ticket.id()))
                .put("timestamp", at.getEpochSecond())
                .put("created_at", at.toString())
                .put("updater_id", ticket.body().path("submitter_id").asLong(0))
                .put("via", "Web service")
                .put("event_type", "Audit");
        event.putObject("system").put("client", "sandbox").put("location", "Hamburg, Germany");
        event.putObject("metadata");
        ArrayNode children = event.putArray("child_events");
        for (var value : values.properties()) {
            if (value.getValue().isValueNode() && !value.getKey().equals("description")) {
                ObjectNode child = children.addObject();
                child.put("id", nextId("child_events"));
                child.put("via", "Web service");
                child.putNull("via_reference_id");
                child.put("event_type", created ? "Create" : "Change");
                child.set(value.getKey(), value.getValue());
            }
        }
        JsonNode said = values.path("comment");
        String text = said.isString() ? said.asString() : said.path("body").asString("");
        if (text.isEmpty() && created) {
            text = ticket.body().path("description").asString("");
        }
        if (!text.isEmpty()) {
            children.add(comment(ticket, said, text, id, at));
        }
        store.put("ticket_events", new StoredObject(Long.toString(id), event, at, at, null));
    }

    private ObjectNode comment(StoredObject ticket, JsonNode said, String text, long audit, Instant at) {
        long id = nextId("comments");
        long author =
                said.path("author_id").asLong(ticket.body().path("submitter_id").asLong(0));
        ObjectNode comment = JSON.createObjectNode()
                .put("id", id)
                .put("type", "Comment")
                .put("author_id", author)
                .put("body", text)
                .put("html_body", "<div class=\"zd-comment\" dir=\"auto\">" + text + "</div>")
                .put("plain_body", text)
                .put("public", said.path("public").asBoolean(true));
        comment.putArray("attachments");
        comment.put("audit_id", audit);
        comment.set("via", Blank.via("api"));
        comment.put("created_at", at.toString());
        comment.set("metadata", Blank.metadata());
        ObjectNode kept = comment.deepCopy().put("ticket_id", Long.parseLong(ticket.id()));
        store.put("comments", new StoredObject(Long.toString(id), kept, at, at, null));
        return comment.deepCopy().putNull("via_reference_id").put("event_type", "Comment");
    }

    private void tell(String type, String what, StoredObject record) {
        listeners.forEach(listener -> listener.accept(new Happened(type, what, record)));
    }
}
