package dev.tidemark.cli;

import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Finds the bytes of the records that have one key. */
final class RecordFinder implements RecordSink {

    /** A record's own bytes, from and to; equal where the connector cannot tell. */
    record Place(int from, int to) {}

    private final int[] keyFields;
    private final String key;
    private final @Nullable String[] values;
    private final List<Place> found = new ArrayList<>();

    RecordFinder(StreamSpec stream, String key) {
        this.keyFields = stream.key().stream().mapToInt(stream::indexOf).toArray();
        this.values = new @Nullable String[stream.fields().size()];
        this.key = keyFields.length > 1 ? Json.parse(key).toString() : key;
    }

    List<Place> found() {
        return found;
    }

    /**
     * Overwrites the records found, each with one comma beside it, with blanks, so that the page keeps its length and stays
     * JSON.
     *
     * @return whether that could be done
     */
    boolean blanked(RawPage page, String format) {
        byte[] body = page.body();
        boolean can = format.startsWith("json") && found.stream().allMatch(p -> p.to > p.from && body[p.from] == '{');
        if (can) {
            for (Place place : found) {
                Arrays.fill(body, place.from, place.to, (byte) ' ');
                int comma = comma(body, place.to, 1);
                if (comma < 0) {
                    comma = comma(body, place.from - 1, -1);
                }
                if (comma >= 0) {
                    body[comma] = ' ';
                }
            }
        }
        return can;
    }

    /** Where the next comma is, if nothing but white space lies before it; else -1. */
    private static int comma(byte[] body, int from, int step) {
        int i = from;
        while (i >= 0 && i < body.length && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t')) {
            i += step;
        }
        return i >= 0 && i < body.length && body[i] == ',' ? i : -1;
    }

    @Override
    public void begin() {
        for (int field : keyFields) {
            values[field] = null;
        }
    }

    @Override
    public void end(byte[] page, int from, int to) {
        if (key.equals(own())) {
            found.add(new Place(from, to));
        }
    }

    private @Nullable String own() {
        if (keyFields.length == 1) {
            return values[keyFields[0]];
        }
        ArrayNode parts = Json.array();
        for (int field : keyFields) {
            parts.add(values[field]);
        }
        return parts.toString();
    }

    @Override
    public void text(int field, String value) {
        values[field] = value;
    }

    @Override
    public void integer(int field, long value) {
        values[field] = Long.toString(value);
    }

    @Override
    public void decimal(int field, BigDecimal value) {
        values[field] = value.toPlainString();
    }

    @Override
    public void number(int field, double value) {
        values[field] = Double.toString(value);
    }

    @Override
    public void bool(int field, boolean value) {
        values[field] = Boolean.toString(value);
    }

    @Override
    public void date(int field, long epochDay) {
        values[field] = Long.toString(epochDay);
    }

    @Override
    public void time(int field, long microsOfDay) {
        values[field] = Long.toString(microsOfDay);
    }

    @Override
    public void instant(int field, long epochMicros) {
        values[field] = Long.toString(epochMicros);
    }

    @Override
    public void bytes(int field, byte[] value) {}

    @Override
    public void json(int field, String value) {}

    @Override
    public void misfit(int field, String raw, String why) {
        values[field] = raw;
    }

    @Override
    public void deleted() {}
}
