package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The incremental exports: by cursor and by time, deleted records among them, without what changed in the last minute. */
final class Exports {
    private static final Pattern CURSOR = Pattern.compile("(\\d+)\\.0\\|\\|(\\d*)\\|");
    private static final int MOST = 1_000;

    private final Desk desk;
    private Duration leftOut = Duration.ofMinutes(1);

    Exports(Desk desk) {
        this.desk = desk;
    }

    void leaveOut(Duration last) {
        leftOut = last;
    }

    private record Place(long second, long id) implements Comparable<Place> {
        static Place of(String type, StoredObject record) {
            long second = switch (type) {
                case Desk.TICKETS -> record.body().path("generated_timestamp").asLong(0);
                default -> record.updated().getEpochSecond();
            };
            return new Place(second, Long.parseLong(record.id()));
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparingLong(Place::second)
                    .thenComparingLong(Place::id)
                    .compare(this, other);
        }

        String cursor() {
            return Base64.getEncoder().encodeToString((second + ".0||" + id + "|").getBytes(StandardCharsets.UTF_8));
        }

        static Place of(String cursor) {
            try {
                String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
                Matcher parts = CURSOR.matcher(text);
                if (parts.matches()) {
                    return new Place(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
                }
            } catch (IllegalArgumentException notBase64) {
                // Told below, in the same words.
            }
            throw Refusal.of(422, "InvalidValue", "cursor is not a valid cursor");
        }
    }

    private List<StoredObject> ripe(String type) {
        long until = desk.now().minus(leftOut).getEpochSecond();
        return desk.store().seen(type).stream()
                .filter(record -> Place.of(type, record).second() <= until)
                .sorted(Comparator.comparing(record -> Place.of(type, record)))
                .toList();
    }

    private long startTime(Request request) {
        String text = request.params().getOrDefault("start_time", "");
        if (!text.matches("\\d{1,12}")) {
            throw Refusal.of(400, "InvalidValue", "start_time must be an integer");
        }
        long start = Long.parseLong(text);
        if (start > desk.now().minus(leftOut).getEpochSecond()) {
            throw Refusal.of(422, "StartTimeTooRecent", "Too recent start_time. Use a start_time older than 1 minutes");
        }
        return start;
    }

    private static int size(Request request) {
        String text = request.params().getOrDefault("per_page", "");
        return text.matches("[1-9]\\d{0,5}") ? Math.min(MOST, Integer.parseInt(text)) : MOST;
    }

    ObjectNode byCursor(String type, Request request, View view) {
        Optional<String> asked =
                Optional.ofNullable(request.params().get("cursor")).filter(text -> !text.isEmpty());
        Place after =
                asked.map(Place::of).orElse(new Place(asked.isPresent() ? 0 : startTime(request) - 1, Long.MAX_VALUE));
        List<StoredObject> later = ripe(type).stream()
                .filter(record -> Place.of(type, record).compareTo(after) > 0)
                .toList();
        List<StoredObject> records = later.subList(0, Math.min(size(request), later.size()));
        ObjectNode page = view.page(type, records);
        String include = request.params().getOrDefault("include", "");
        if (type.equals(Desk.TICKETS) && include.contains("metric_sets")) {
            ArrayNode sets = page.putArray("metric_sets");
            for (StoredObject ticket : records) {
                desk.store()
                        .seen("ticket_metrics", ticket.id())
                        .ifPresent(set -> sets.add(view.of("ticket_metrics", set)));
            }
        }
        // Recorded: asked again with the last cursor of users, Zendesk answers none.
        String next =
                records.isEmpty() ? null : Place.of(type, records.getLast()).cursor();
        if (next == null && type.equals(Desk.TICKETS)) {
            next = asked.orElse(null);
        }
        String base = view.base() + "/api/v2/incremental/" + type + "/cursor.json?cursor=";
        page.put("after_url", next == null ? null : base + next);
        page.putNull("before_url");
        page.put("after_cursor", next);
        page.putNull("before_cursor");
        page.put("end_of_stream", records.size() == later.size());
        return page;
    }

    ObjectNode byTime(String type, Request request, View view) {
        long start = startTime(request);
        List<StoredObject> later = ripe(type).stream()
                .filter(record -> Place.of(type, record).second() >= start)
                .toList();
        List<StoredObject> records = later.subList(0, Math.min(size(request), later.size()));
        ObjectNode page = view.page(type, records);
        if (type.equals("ticket_events")
                && !request.params().getOrDefault("include", "").contains("comment_events")) {
            page.path("ticket_events").forEach(event -> withoutComments((ObjectNode) event));
        }
        page.put("count", records.size());
        if (records.isEmpty()) {
            page.putNull("end_time").putNull("next_page");
        } else {
            long end = Place.of(type, records.getLast()).second();
            page.put("end_time", end);
            page.put("next_page", view.base() + "/api/v2/incremental/" + type + ".json?start_time=" + end);
        }
        if (!type.equals("ticket_metric_events")) {
            page.put("end_of_stream", records.size() == later.size());
        }
        return page;
    }

    /** Unless they are asked for, an event only says that there was a comment. */
    private static void withoutComments(ObjectNode event) {
        ArrayNode children = (ArrayNode) event.path("child_events");
        for (int i = children.size() - 1; i >= 0; i--) {
            if (children.get(i).path("event_type").asString("").equals("Comment")) {
                ObjectNode said = children.insertObject(i);
                said.set("id", children.get(i + 1).path("id"));
                said.put("event_type", "Comment").put("comment_present", true);
                said.set("comment_public", children.get(i + 1).path("public"));
                children.remove(i + 1);
            }
        }
    }
}
