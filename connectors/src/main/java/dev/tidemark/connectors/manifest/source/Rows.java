package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.ours.Tombstone;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Hands records to a sink, each value as its field's type has it. */
final class Rows {

    private final StreamSpec stream;
    private final RecordSink sink;
    private final byte[] page;
    private final Optional<Tombstone> tombstone;

    /**
     * @param page handed on to the sink
     * @param tombstone how a record says that it is deleted
     */
    Rows(StreamSpec stream, RecordSink sink, byte[] page, Optional<Tombstone> tombstone) {
        this.stream = stream;
        this.sink = sink;
        this.page = page;
        this.tombstone = tombstone;
    }

    void write(Object record) {
        sink.begin();
        if (tombstone.isPresent()
                && record instanceof Map<?, ?> map
                && tombstone.get().isIn(map)) {
            sink.deleted();
        }
        if (Fields.isWhole(stream)) {
            sink.json(0, Json.write(record));
        } else if (record instanceof Map<?, ?> map) {
            for (int i = 0; i < stream.fields().size(); i++) {
                Field field = stream.fields().get(i);
                Object value = map.get(field.name());
                if (value != null && value != None.NONE) {
                    value(i, field, value);
                }
            }
        }
        sink.end(page, 0, 0);
    }

    private void value(int number, Field field, Object value) {
        switch (field.type()) {
            case TEXT -> sink.text(number, value instanceof String text ? text : Json.write(value));
            case INTEGER -> {
                OptionalLong whole = integer(value);
                if (whole.isPresent()) {
                    sink.integer(number, whole.getAsLong());
                } else {
                    misfit(number, value, "not a whole number of 64 bits");
                }
            }
            case DOUBLE -> {
                OptionalDouble real = real(value);
                if (real.isPresent()) {
                    sink.number(number, real.getAsDouble());
                } else {
                    misfit(number, value, "not a number");
                }
            }
            case BOOLEAN -> {
                Optional<Boolean> bool = bool(value);
                if (bool.isPresent()) {
                    sink.bool(number, bool.get());
                } else {
                    misfit(number, value, "neither true nor false");
                }
            }
            default -> sink.json(number, Json.write(value));
        }
    }

    private static OptionalLong integer(Object value) {
        return switch (value) {
            case Long whole -> OptionalLong.of(whole);
            case Double real when real == Math.rint(real) && Math.abs(real) < 9e15 -> OptionalLong.of(real.longValue());
            case String text -> Casts.integer(text);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalDouble real(Object value) {
        return switch (value) {
            case Long whole -> OptionalDouble.of(whole);
            case BigInteger whole -> OptionalDouble.of(new BigDecimal(whole).doubleValue());
            case Double real when Double.isFinite(real) -> OptionalDouble.of(real);
            case String text -> Casts.real(text);
            default -> OptionalDouble.empty();
        };
    }

    private static Optional<Boolean> bool(Object value) {
        return switch (value) {
            case Boolean bool -> Optional.of(bool);
            case String text -> Casts.bool(text);
            default -> Optional.empty();
        };
    }

    private void misfit(int number, Object value, String why) {
        sink.misfit(number, value instanceof String text ? text : Json.write(value), why);
    }
}
