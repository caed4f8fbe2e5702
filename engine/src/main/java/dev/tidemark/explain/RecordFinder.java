package dev.tidemark.explain;

import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.rejection.RecordKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the records of a page that have one key. */
public final class RecordFinder implements RecordSink {

    /** Keys that look alike are told for a person's slip, and no more of them than help. */
    private static final int MOST_ALIKE = 5;

    /**
     * A record that was found.
     *
     * @param ordinal its place among the page's records, from 0
     * @param from where its own bytes begin
     * @param to where they end; equal where the connector cannot tell
     * @param version when the source says it was last changed
     * @param deleted whether it is a tombstone
     * @param misfit why it cannot be loaded, as far as its source tells
     */
    public record Place(
            long ordinal, int from, int to, Optional<Instant> version, boolean deleted, Optional<String> misfit) {}

    private final int[] keyFields;
    private final int versionField;
    private final String key;
    private final @Nullable String[] values;
    private final List<Place> found = new ArrayList<>();
    private final List<String> alike = new ArrayList<>();
    private long records;
    private @Nullable Instant version;
    private boolean deleted;
    private @Nullable String misfit;

    /** @param key as a person spells it, see {@link RecordKey} */
    public RecordFinder(StreamSpec stream, String key) {
        this.keyFields = stream.key().stream().mapToInt(stream::indexOf).toArray();
        this.versionField = stream.versionField().map(stream::indexOf).orElse(-1);
        this.values = new @Nullable String[stream.fields().size()];
        this.key = RecordKey.parse(stream, key);
    }

    /** Forgets what was found; what comes next is another page. */
    void nextPage() {
        found.clear();
        records = 0;
    }

    public List<Place> found() {
        return found;
    }

    /** How many records the page has had so far. */
    long records() {
        return records;
    }

    /** Keys that this one may have been meant for. */
    List<String> alike() {
        return alike;
    }

    /**
     * Overwrites the records found, each with one comma beside it, with blanks, so that the page keeps its length and stays
     * JSON.
     *
     * @return whether that could be done
     */
    public boolean blanked(RawPage page, String format) {
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
        version = null;
        deleted = false;
        misfit = null;
    }

    @Override
    public void end(byte[] page, int from, int to) {
        String own = own();
        if (key.equals(own)) {
            found.add(new Place(records, from, to, Optional.ofNullable(version), deleted, Optional.ofNullable(misfit)));
        } else if (own != null && alike.size() < MOST_ALIKE && Alike.are(key, own) && !alike.contains(own)) {
            alike.add(own);
        }
        records++;
    }

    private @Nullable String own() {
        if (keyFields.length == 1) {
            return values[keyFields[0]];
        }
        List<@Nullable String> parts = new ArrayList<>(keyFields.length);
        for (int field : keyFields) {
            parts.add(values[field]);
        }
        return RecordKey.of(parts);
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
        if (field == versionField) {
            version = Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS);
        }
    }

    @Override
    public void bytes(int field, byte[] value) {}

    @Override
    public void json(int field, String value) {}

    @Override
    public void misfit(int field, String raw, String why) {
        values[field] = raw;
        misfit = why;
    }

    @Override
    public void deleted() {
        deleted = true;
    }
}
