package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.sql.tables.KeysSeen;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ByteConverter;

class RowEncoderTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9_999, 10_000, -10_000, 123_456_789, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_whole_number_in_a_decimal_column_is_the_same_number(long value) {
        byte[] written = written(FieldType.DECIMAL, row -> row.integer(0, value));
        assertThat(new BigDecimal(ByteConverter.numeric(written).toString()))
                .isEqualByComparingTo(BigDecimal.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "größer", "日本", "\uD83D\uDE00 smile", "mixed é then ascii"})
    void text_is_written_as_utf8(String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        assertThat(written(FieldType.TEXT, row -> row.text(0, text))).isEqualTo(expected);
        char[] chars = ("<" + text + ">").toCharArray();
        assertThat(written(FieldType.TEXT, row -> row.text(0, chars, 1, text.length())))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "é\0", "half \uD83D", "\uDE00\uD83D"})
    void text_that_postgres_cannot_hold_is_refused(String text) {
        assertThat(refusal(FieldType.TEXT, row -> row.text(0, text))).startsWith("column c: it holds ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\u0000\"", "[\"\\\\\\u0000\"]", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\""})
    void json_escapes_that_jsonb_cannot_hold_are_refused(String json) {
        assertThat(refusal(FieldType.JSON, row -> row.json(0, json))).startsWith("column c: it holds ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\u0001 \\n\"", "{}"})
    void other_json_is_written_behind_its_version(String json) {
        byte[] written = written(FieldType.JSON, row -> row.json(0, json));
        assertThat(written[0]).isEqualTo((byte) 1);
        assertThat(new String(written, 1, written.length - 1, StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @Test
    void numbers_and_times_out_of_range_are_refused() {
        assertThat(refusal(FieldType.DECIMAL, row -> row.decimal(0, new BigDecimal("1e140000"))))
                .isNotNull();
        assertThat(refusal(FieldType.DECIMAL, row -> row.decimal(0, new BigDecimal("1e-20000"))))
                .isNotNull();
        assertThat(refusal(FieldType.DATE, row -> row.date(0, Long.MAX_VALUE))).isNotNull();
        assertThat(refusal(FieldType.INSTANT, row -> row.instant(0, Long.MIN_VALUE)))
                .isNotNull();
        assertThat(refusal(FieldType.TIME, row -> row.time(0, 86_400_000_000L))).isNotNull();
        assertThat(refusal(FieldType.DOUBLE, row -> row.integer(0, Long.MAX_VALUE)))
                .isNotNull();
    }

    @Test
    void values_of_other_types_go_into_text_columns_as_text() {
        assertThat(text(row -> row.integer(0, -7))).isEqualTo("-7");
        assertThat(text(row -> row.bool(0, true))).isEqualTo("true");
        assertThat(text(row -> row.date(0, 0))).isEqualTo("1970-01-01");
        assertThat(text(row -> row.instant(0, -1))).isEqualTo("1969-12-31T23:59:59.999999Z");
        assertThat(text(row -> row.json(0, "[1]"))).isEqualTo("[1]");
        assertThat(refusal(FieldType.INTEGER, row -> row.text(0, "7"))).contains("does not fit");
    }

    @Test
    void a_value_given_twice_is_the_last_one_and_one_not_given_is_null() {
        RowEncoder row = encoder(FieldType.TEXT);
        row.clear();
        assertThat(row.isNull(0)).isTrue();
        row.text(0, "first");
        row.text(0, "last");
        assertThat(value(row)).isEqualTo("last".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_set_of_keys_tells_whether_one_came_twice() {
        KeysSeen keys = new KeysSeen();
        for (long i = 0; i < 50_000; i++) {
            keys.add(i * 31);
        }
        assertThat(keys.twice()).isFalse();
        keys.add(31);
        assertThat(keys.twice()).isTrue();
        keys.clear();
        keys.add(31);
        assertThat(keys.twice()).isFalse();
    }

    private static String text(Consumer<RowEncoder> write) {
        return new String(written(FieldType.TEXT, write), StandardCharsets.UTF_8);
    }

    private static byte[] written(FieldType type, Consumer<RowEncoder> write) {
        RowEncoder row = encoder(type);
        row.clear();
        write.accept(row);
        assertThat(row.refusal()).isNull();
        return value(row);
    }

    private static @Nullable String refusal(FieldType type, Consumer<RowEncoder> write) {
        RowEncoder row = encoder(type);
        row.clear();
        write.accept(row);
        return row.refusal();
    }

    private static RowEncoder encoder(FieldType type) {
        return new RowEncoder(List.of("c"), List.of(type));
    }

    private static byte[] value(RowEncoder row) {
        Bytes out = new Bytes(8);
        row.writeTo(out);
        assertThat(ByteConverter.int4(out.array, 0)).isEqualTo(out.length - 4);
        return Arrays.copyOfRange(out.array, 4, out.length);
    }
}
