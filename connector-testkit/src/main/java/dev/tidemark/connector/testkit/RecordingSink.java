package dev.tidemark.connector.testkit;

import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes records apart into lists of maps, for tests: what a sink is given in numbers is told in words again. */
public final class RecordingSink implements RecordSink {

    /**
     * One record as it arrived.
     *
     * @param values by field name; a field that is null is not there
     * @param misfits why a field's value was refused, by field name
     * @param bytes the record's own bytes in the page as text; empty where the connector cannot tell
     */
    public record Taken(Map<String, Object> values, Map<String, Misfit> misfits, boolean deleted, String bytes) {

        public @Nullable Object get(String field) {
            return values.get(field);
        }
    }

    /** A value that is not of its field's type. */
    public record Misfit(String raw, String why) {}

    private final StreamSpec stream;
    private final List<Taken> records = new ArrayList<>();
    private @Nullable Map<String, Object> values;
    private Map<String, Misfit> misfits = new LinkedHashMap<>();
    private boolean deleted;

    public RecordingSink(StreamSpec stream) {
        this.stream = stream;
    }

    public List<Taken> records() {
        return List.copyOf(records);
    }

    /** The values of one field, in order; null where a record has none. */
    public List<@Nullable Object> all(String field) {
        List<@Nullable Object> found = new ArrayList<>();
        for (Taken taken : records) {
            found.add(taken.get(field));
        }
        return found;
    }

    @Override
    public void begin() {
        if (values != null) {
            throw new AssertionError("a record began before the last one ended");
        }
        values = new LinkedHashMap<>();
        misfits = new LinkedHashMap<>();
        deleted = false;
    }

    @Override
    public void text(int field, String value) {
        keep(field, value);
    }

    @Override
    public void integer(int field, long value) {
        keep(field, value);
    }

    @Override
    public void decimal(int field, BigDecimal value) {
        keep(field, value);
    }

    @Override
    public void number(int field, double value) {
        keep(field, value);
    }

    @Override
    public void bool(int field, boolean value) {
        keep(field, value);
    }

    @Override
    public void date(int field, long epochDay) {
        keep(field, LocalDate.ofEpochDay(epochDay));
    }

    @Override
    public void time(int field, long microsOfDay) {
        keep(field, LocalTime.ofNanoOfDay(microsOfDay * 1000));
    }

    @Override
    public void instant(int field, long epochMicros) {
        keep(field, Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS));
    }

    @Override
    public void bytes(int field, byte[] value) {
        keep(field, HexFormat.of().formatHex(value));
    }

    @Override
    public void json(int field, String value) {
        keep(field, value);
    }

    @Override
    public void misfit(int field, String raw, String why) {
        misfits.put(stream.fields().get(field).name(), new Misfit(raw, why));
    }

    @Override
    public void deleted() {
        deleted = true;
    }

    @Override
    public void end(byte[] page, int from, int to) {
        String bytes = new String(page, from, to - from, StandardCharsets.UTF_8);
        records.add(new Taken(begun(), misfits, deleted, bytes));
        values = null;
    }

    private void keep(int field, Object value) {
        begun().put(stream.fields().get(field).name(), value);
    }

    private Map<String, Object> begun() {
        return Objects.requireNonNull(values, "a value came outside of a record");
    }
}
