package dev.tidemark.bench.manifest;

import dev.tidemark.connector.RecordSink;
import java.math.BigDecimal;

/** Takes every value, and keeps no more of it than what shows that it came. */
final class CountingSink implements RecordSink {

    long records;
    long sum;

    @Override
    public void begin() {
        records++;
    }

    @Override
    public void text(int field, String value) {
        sum += value.length();
    }

    @Override
    public void text(int field, char[] chars, int offset, int length) {
        sum += length;
    }

    @Override
    public void integer(int field, long value) {
        sum += value;
    }

    @Override
    public void decimal(int field, BigDecimal value) {
        sum += value.scale();
    }

    @Override
    public void number(int field, double value) {
        sum += (long) value;
    }

    @Override
    public void bool(int field, boolean value) {
        sum += value ? 1 : 0;
    }

    @Override
    public void date(int field, long epochDay) {
        sum += epochDay;
    }

    @Override
    public void time(int field, long microsOfDay) {
        sum += microsOfDay;
    }

    @Override
    public void instant(int field, long epochMicros) {
        sum += epochMicros;
    }

    @Override
    public void bytes(int field, byte[] value) {
        sum += value.length;
    }

    @Override
    public void json(int field, String value) {
        sum += value.length();
    }

    @Override
    public void misfit(int field, String raw, String why) {
        throw new IllegalStateException("a value does not fit: " + raw);
    }

    @Override
    public void deleted() {
        throw new IllegalStateException("nothing is deleted here");
    }

    @Override
    public void end(byte[] page, int from, int to) {
        sum += to - from;
    }
}
