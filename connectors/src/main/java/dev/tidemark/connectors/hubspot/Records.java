package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Conversions;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.json.Shape;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Pages as records. */
final class Records {

    /** The ids of the records that a merge has made part of this one, with semicolons between them. */
    static final String MERGED = "hs_merged_object_ids";

    private static final Set<String> BESIDE =
            Streams.BESIDE.stream().map(Field::name).collect(Collectors.toUnmodifiableSet());

    private static final byte[] MERGED_NAME = ('"' + MERGED + '"').getBytes(StandardCharsets.UTF_8);

    /** Values of properties are strings, all of them; an archived record says so. */
    private static final Shape RECORD = Shape.at(RecordPages.RECORDS)
            .spelt(Conversions.STRINGS)
            .placed(field -> isBeside(field) ? List.of(field) : List.of("properties", field))
            .deletedWhere("archived", "true");

    private static final Shape OWNER = Shape.at(RecordPages.RECORDS).deletedWhere("archived", "true");

    private static final Shape LIST = Shape.at(ListPages.LISTS)
            .spelt(Conversions.STRINGS)
            .placed(field ->
                    field.equals(Streams.SIZE) ? List.of("additionalProperties", "hs_list_size") : List.of(field));

    private static final Shape FLAT =
            Shape.at(RecordPages.RECORDS).spelt(Conversions.STRINGS).deletedWhere("archived", "true");

    private Records() {}

    /** Whether a field stands beside the properties of a record. */
    static boolean isBeside(String field) {
        return BESIDE.contains(field);
    }

    static void read(Kind kind, StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        switch (kind) {
            case Kind.Records records -> {
                RECORD.of(stream).read(page.body(), sink);
                if (hasMerged(page.body())) {
                    merged(stream, page.body(), sink);
                }
            }
            case Kind.Owners owners -> OWNER.of(stream).read(page.body(), sink);
            case Kind.Links links -> links(stream, page, sink);
            case Kind.Lists lists -> LIST.of(stream).read(page.body(), sink);
            case Kind.Histories histories -> flat(kind, stream, page, sink);
            case Kind.Definitions definitions -> flat(kind, stream, page, sink);
            case Kind.Members members -> flat(kind, stream, page, sink);
        }
    }

    private static void flat(Kind kind, StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        FLAT.of(stream).read(Flat.of(kind, behind(page), page.body()), sink);
    }

    /** What a page says of itself behind {@code json;}. */
    private static String behind(RawPage page) {
        return page.format().substring(page.format().indexOf(';') + 1);
    }

    /** Whether a record of the page has taken in others: of most pages none has. */
    private static boolean hasMerged(byte[] page) {
        for (int i = 0; i + MERGED_NAME.length < page.length; i++) {
            if (startsAt(page, i)) {
                int value = i + MERGED_NAME.length;
                while (value < page.length && (page[value] == ':' || page[value] == ' ')) {
                    value++;
                }
                if (value + 1 < page.length && page[value] == '"' && page[value + 1] != '"') {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean startsAt(byte[] page, int at) {
        for (int i = 0; i < MERGED_NAME.length; i++) {
            if (page[at + i] != MERGED_NAME[i]) {
                return false;
            }
        }
        return true;
    }

    /** A merged record is in no list, not even of archived ones: the one that took it in tells of it. */
    private static void merged(StreamSpec stream, byte[] page, RecordSink sink) throws BadPage {
        int id = stream.indexOf(Streams.ID);
        int updated = stream.indexOf(Streams.UPDATED);
        for (JsonNode record : Json.tree(page).path(RecordPages.RECORDS)) {
            String ids = record.path("properties").path(MERGED).asString("");
            String own = record.path(Streams.ID).asString("");
            for (String loser : new HashSet<>(List.of(ids.split("[^0-9]+", -1)))) {
                if (!loser.isEmpty() && !loser.equals(own)) {
                    sink.begin();
                    sink.text(id, loser);
                    char[] time = record.path(Streams.UPDATED).asString("").toCharArray();
                    long version = Conversions.ISO.instant(time, 0, time.length);
                    if (updated >= 0 && version != Conversions.MISFIT) {
                        sink.instant(updated, version);
                    }
                    sink.deleted();
                    sink.end(page, 0, 0);
                }
            }
        }
    }

    private static void links(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        JsonNode body = Json.tree(page.body());
        switch (behind(page)) {
            case LinkPages.IDS -> {} // their associations follow on the next page
            case LinkPages.GONE -> {
                for (JsonNode record : body.path(RecordPages.RECORDS)) {
                    sink.begin();
                    sink.text(
                            stream.indexOf(Streams.FROM),
                            record.path(Streams.ID).asString(""));
                    sink.deleted();
                    sink.end(page.body(), 0, 0);
                }
            }
            default -> {
                if (stream.indexOf(Streams.ASSOCIATED) >= 0) {
                    lists(stream, body, page.body(), sink);
                } else {
                    pairs(stream, body, page.body(), sink);
                }
            }
        }
    }

    private static void pairs(StreamSpec stream, JsonNode body, byte[] page, RecordSink sink) {
        int label = stream.indexOf(Streams.LABEL);
        for (JsonNode one : body.path("answer").path(RecordPages.RECORDS)) {
            for (JsonNode to : one.path("to")) {
                for (JsonNode type : to.path("associationTypes")) {
                    sink.begin();
                    sink.text(
                            stream.indexOf(Streams.FROM),
                            one.path("from").path("id").asString(""));
                    sink.text(stream.indexOf(Streams.TO), to.path("toObjectId").asString(""));
                    sink.text(
                            stream.indexOf(Streams.CATEGORY),
                            type.path("category").asString(""));
                    sink.integer(
                            stream.indexOf(Streams.TYPE), type.path("typeId").asLong(0));
                    if (label >= 0 && type.path("label").isString()) {
                        sink.text(label, type.path("label").asString(""));
                    }
                    sink.end(page, 0, 0);
                }
            }
        }
    }

    /** A row for each record asked for, with an empty list where nothing was answered for it. */
    private static void lists(StreamSpec stream, JsonNode body, byte[] page, RecordSink sink) {
        Set<String> left = new HashSet<>();
        body.path("asked").forEach(id -> left.add(id.asString("")));
        int associated = stream.indexOf(Streams.ASSOCIATED);
        for (JsonNode one : body.path("answer").path(RecordPages.RECORDS)) {
            String id = one.path("from").path("id").asString("");
            left.remove(id);
            sink.begin();
            sink.text(stream.indexOf(Streams.FROM), id);
            if (one.path("paging").has("next")) {
                sink.misfit(
                        associated,
                        one.path("to").toString(),
                        "more associations than HubSpot tells at once: set 'associations' to pairs");
            } else {
                sink.json(associated, one.path("to").toString());
            }
            sink.end(page, 0, 0);
        }
        for (String id : left) {
            sink.begin();
            sink.text(stream.indexOf(Streams.FROM), id);
            sink.json(associated, "[]");
            sink.end(page, 0, 0);
        }
    }
}
