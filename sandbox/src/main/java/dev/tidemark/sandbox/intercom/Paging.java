package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pages by a cursor that says after which object the next one begins. */
final class Paging {
    private static final JsonMapper JSON = new JsonMapper();

    /** One page of a list. */
    record Page(List<StoredObject> objects, Optional<String> cursor, int total, int number, int size) {
        ObjectNode pages() {
            ObjectNode pages = JSON.createObjectNode()
                    .put("type", "pages")
                    .put("page", number)
                    .put("per_page", size);
            pages.put("total_pages", (total + size - 1) / size);
            cursor.ifPresent(
                    after -> pages.putObject("next").put("page", number + 1).put("starting_after", after));
            return pages;
        }
    }

    private Paging() {}

    /** @throws Refused where the cursor is none of ours */
    static Page page(
            List<StoredObject> all, ToLongFunction<StoredObject> by, boolean descending, int size, String after) {
        Comparator<StoredObject> order = Comparator.comparingLong(by).thenComparing(StoredObject::id);
        Comparator<StoredObject> way = descending ? order.reversed() : order;
        List<StoredObject> sorted = all.stream().sorted(way).toList();
        int number = 1;
        int from = 0;
        if (!after.isEmpty()) {
            String[] place = decoded(after);
            number = Integer.parseInt(place[2]);
            while (from < sorted.size()
                    && !isAfter(sorted.get(from), by, descending, Long.parseLong(place[0]), place[1])) {
                from++;
            }
        }
        List<StoredObject> page = sorted.subList(from, Math.min(sorted.size(), from + size));
        boolean more = from + size < sorted.size();
        return new Page(
                page,
                more
                        ? Optional.of(encoded(
                                by.applyAsLong(page.getLast()), page.getLast().id(), number + 1))
                        : Optional.empty(),
                sorted.size(),
                number,
                size);
    }

    private static boolean isAfter(
            StoredObject object, ToLongFunction<StoredObject> by, boolean descending, long value, String id) {
        int compared = Long.compare(by.applyAsLong(object), value);
        int all = compared != 0 ? compared : object.id().compareTo(id);
        return descending ? all < 0 : all > 0;
    }

    private static String encoded(long value, String id, int number) {
        return Base64.getEncoder()
                .encodeToString(("[" + value + ",\"" + id + "\"," + number + "]").getBytes(StandardCharsets.UTF_8));
    }

    private static String[] decoded(String cursor) {
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts =
                    text.substring(1, text.length() - 1).replace("\"", "").split(",", -1);
            if (parts.length == 3 && parts[0].matches("-?\\d{1,15}") && parts[2].matches("\\d{1,8}")) {
                return parts;
            }
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException wrong) {
            // told below
        }
        throw Refused.invalid("starting_after is invalid");
    }
}
