package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Hands records to a sink, each value as its field's type has it. */
final class Rows {

    private final StreamSpec stream;
    private final RecordSink sink;
    private final byte[] page;

    /** @param page handed on to the sink */
    Rows(StreamSpec stream, RecordSink sink, byte[] page) {
        this.stream = stream;
        this.sink = sink;
        this.page = page;
    }

    void write(Object record) {
        sink.begin();
        if (record instanceof Map<?, ?> map) {
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
            case TEXT -> sink.text(number, isNested(value) ? Json.write(value) : Python.str(value));
            case INTEGER -> integer(number, value);
            case DOUBLE -> real(number, value);
            case BOOLEAN -> {
                if (value instanceof Boolean bool) {
                    sink.bool(number, bool);
                } else {
                    misfit(number, value, "neither true nor false");
                }
            }
            default -> sink.json(number, Json.write(value));
        }
    }

    private static boolean isNested(Object value) {
        return value instanceof Map || value instanceof List;
    }

    private void integer(int number, Object value) {
        switch (value) {
            case Long whole -> sink.integer(number, whole);
            case Double real
            when real == Math.rint(real) && Math.abs(real) < 9e15 -> sink.integer(number, real.longValue());
            default -> misfit(number, value, "not a whole number of 64 bits");
        }
    }

    private void real(int number, Object value) {
        switch (value) {
            case Long whole -> sink.number(number, whole);
            case BigInteger whole -> sink.number(number, new BigDecimal(whole).doubleValue());
            case Double real when Double.isFinite(real) -> sink.number(number, real);
            default -> misfit(number, value, "not a number");
        }
    }

    private void misfit(int number, Object value, String why) {
        sink.misfit(number, value instanceof String text ? text : Json.write(value), why);
    }
}
