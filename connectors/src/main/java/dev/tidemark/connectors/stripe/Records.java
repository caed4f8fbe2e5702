package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Conversions;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.json.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns pages into records. Times are seconds since 1970, amounts whole numbers of the smallest unit of their currency. */
final class Records {

    /** A list of the stream's own records. */
    static final String LIST = "json;list";

    /** One record alone. */
    static final String ONE = "json;one";

    /** Events: they hold no records, but may tell of children that are no more. */
    static final String EVENTS = "json;events";

    /** Parents with the first of their children in them. */
    static final String INLINE = "json;inline";

    /** Parents without children in them. */
    static final String NOTHING = "json;nothing";

    private static final String CHILDREN = "json;of ";

    private static final Shape SHAPE =
            Shape.at("data").spelt(Conversions.EPOCH_SECONDS).deletedWhere("deleted", "true");

    private Records() {}

    static String childrenOf(String parent) {
        return CHILDREN + parent;
    }

    static void read(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Kind kind = Kinds.find(stream.name())
                .orElseThrow(() -> new BadPage("Stripe has no stream '" + stream.name() + "'"));
        byte[] body = page.body();
        String format = page.format();
        byte[] records = switch (format) {
            case LIST -> body;
            case ONE -> one(body);
            case NOTHING -> nothing(body);
            case EVENTS -> removed(kind, body);
            case INLINE -> children(nest(kind), Json.tree(body).path("data"));
            default -> {
                if (!format.startsWith(CHILDREN)) {
                    throw new BadPage("a page of an unknown form");
                }
                yield of(nest(kind), format.substring(CHILDREN.length()), body);
            }
        };
        SHAPE.of(stream).read(records, sink);
    }

    private static Nest nest(Kind kind) throws BadPage {
        return kind.nest().orElseThrow(() -> new BadPage("a stream without parents"));
    }

    private static byte[] one(byte[] body) throws BadPage {
        if (!Json.tree(body).isObject()) {
            throw new BadPage("no object");
        }
        var list = new ByteArrayOutputStream(body.length + 16);
        list.writeBytes("{\"data\":[".getBytes(StandardCharsets.UTF_8));
        list.writeBytes(body);
        list.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return list.toByteArray();
    }

    private static byte[] nothing(byte[] body) throws BadPage {
        if (!Envelope.of(body, "data", "").hasRecords()) {
            throw new BadPage("no list");
        }
        return list(List.of());
    }

    private static byte[] list(List<?> records) {
        return Json.bytes(Map.of("data", records));
    }

    private static byte[] of(Nest nest, String parent, byte[] body) throws BadPage {
        JsonNode data = Json.tree(body).path("data");
        if (!data.isArray()) {
            throw new BadPage("no list");
        }
        return list(named(nest, parent, data));
    }

    private static byte[] children(Nest nest, JsonNode parents) throws BadPage {
        if (!parents.isArray()) {
            throw new BadPage("no list");
        }
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode parent : parents) {
            all.addAll(named(
                    nest,
                    parent.path("id").asString(""),
                    parent.path(nest.member()).path("data")));
        }
        return list(all);
    }

    private static List<JsonNode> named(Nest nest, String parent, JsonNode children) {
        List<JsonNode> named = new ArrayList<>();
        for (JsonNode child : children) {
            if (child instanceof ObjectNode object && !object.path(nest.field()).isString()) {
                object.put(nest.field(), parent);
            }
            named.add(child);
        }
        return named;
    }

    /**
     * The children that events say were there before and are no more: those of a parent that was deleted, and those that a
     * parent had and, by a list that shows all of them, has no longer. A child's id is never used again.
     */
    private static byte[] removed(Kind kind, byte[] body) throws BadPage {
        JsonNode data = Json.tree(body).path("data");
        if (!data.isArray()) {
            throw new BadPage("no list");
        }
        List<Map<String, Object>> gone = new ArrayList<>();
        if (kind.nest().filter(Nest::comesWithParent).isPresent()) {
            Nest nest = kind.nest().get();
            for (JsonNode event : data) {
                String type = event.path("type").asString("");
                JsonNode parent = event.path("data").path("object");
                String id = parent.path("id").asString("");
                if (id.isEmpty()) {
                    continue;
                }
                // A subscription that ended is called deleted, and keeps its items.
                boolean ended = type.endsWith(".deleted") && !type.startsWith("customer.subscription.");
                for (String child : ended ? ids(parent, nest) : lost(event, parent, nest)) {
                    gone.add(Map.of("id", child, nest.field(), id, "deleted", true));
                }
            }
        }
        return list(gone);
    }

    private static Set<String> lost(JsonNode event, JsonNode parent, Nest nest) {
        Set<String> before = ids(event.path("data").path("previous_attributes"), nest);
        if (before.isEmpty() || parent.path(nest.member()).path("has_more").asBoolean(true)) {
            return Set.of();
        }
        before.removeAll(ids(parent, nest));
        return before;
    }

    private static Set<String> ids(JsonNode parent, Nest nest) {
        Set<String> ids = new HashSet<>();
        for (JsonNode child : parent.path(nest.member()).path("data")) {
            ids.add(child.path("id").asString(""));
        }
        ids.remove("");
        return ids;
    }
}
