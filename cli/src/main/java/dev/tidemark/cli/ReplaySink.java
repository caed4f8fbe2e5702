package dev.tidemark.cli;

import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records as texts: enough to tell whether they are the same. */
final class ReplaySink implements RecordSink {

    /** @param misfit the first value that is not of its field's type */
    record Taken(List<String> key, Map<String, String> values, Optional<String> misfit) {
        Taken {
            key = List.copyOf(key);
            values = Map.copyOf(values);
        }
    }

    private final StreamSpec stream;
    private final List<Taken> records = new ArrayList<>();
    private Map<String, String> values = new TreeMap<>();
    private Optional<String> misfit = Optional.empty();

    ReplaySink(StreamSpec stream) {
        this.stream = stream;
    }

    List<Taken> records() {
        return records;
    }

    @Override
    public void begin() {
        values = new TreeMap<>();
        misfit = Optional.empty();
    }

    private void keep(int field, Object value) {
        values.put(stream.fields().get(field).name(), value.toString());
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
        keep(field, epochDay);
    }

    @Override
    public void time(int field, long microsOfDay) {
        keep(field, microsOfDay);
    }

    @Override
    public void instant(int field, long epochMicros) {
        keep(field, epochMicros);
    }

    @Override
    public void bytes(int field, byte[] value) {
        keep(field, Arrays.hashCode(value));
    }

    @Override
    public void json(int field, String value) {
        keep(field, value);
    }

    @Override
    public void misfit(int field, String raw, String why) {
        String name = stream.fields().get(field).name();
        values.put(name, raw);
        if (misfit.isEmpty()) {
            misfit = Optional.of(name + " is " + raw + ", " + why);
        }
    }

    @Override
    public void deleted() {
        values.put("deleted", "");
    }

    @Override
    public void end(byte[] page, int from, int to) {
        List<String> key = new ArrayList<>();
        for (String part : stream.key()) {
            key.add(values.getOrDefault(part, ""));
        }
        records.add(new Taken(key, values, misfit));
    }
}
