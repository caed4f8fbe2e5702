package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of every type, the extreme ones too, through the fill and through the merge. */
class FullTypesIT {

    private record Value(FieldType type, ObjIntConsumer<RowSink> send, String expected) {}

    private static final List<Value> VALUES = List.of(
            new Value(FieldType.TEXT, (s, c) -> s.text(c, ""), ""),
            new Value(FieldType.TEXT, (s, c) -> s.text(c, "日本 \uD83D\uDE00\t\n\\N"), "日本 \uD83D\uDE00\t\n\\N"),
            new Value(FieldType.TEXT, (s, c) -> s.text(c, "xabcx".toCharArray(), 1, 3), "abc"),
            new Value(FieldType.INTEGER, (s, c) -> s.integer(c, Long.MIN_VALUE), "-9223372036854775808"),
            new Value(FieldType.INTEGER, (s, c) -> s.integer(c, Long.MAX_VALUE), "9223372036854775807"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("0")), "0"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("-0.00")), "0.00"),
            new Value(
                    FieldType.DECIMAL,
                    (s, c) -> s.decimal(c, new BigDecimal("1234567890123.45600")),
                    "1234567890123.45600"),
            new Value(
                    FieldType.DECIMAL,
                    (s, c) -> s.decimal(c, new BigDecimal("-1e-30")),
                    "-0.000000000000000000000000000001"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("12e7")), "120000000"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("9e40")), "9" + "0".repeat(40)),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("9999.9999")), "9999.9999"),
            new Value(FieldType.DECIMAL, (s, c) -> s.integer(c, Long.MIN_VALUE), "-9223372036854775808"),
            new Value(FieldType.DECIMAL, (s, c) -> s.integer(c, 100_000_000), "100000000"),
            new Value(FieldType.DOUBLE, (s, c) -> s.number(c, Double.MIN_VALUE), "5e-324"),
            new Value(FieldType.DOUBLE, (s, c) -> s.number(c, Double.NaN), "NaN"),
            new Value(FieldType.DOUBLE, (s, c) -> s.number(c, Double.NEGATIVE_INFINITY), "-Infinity"),
            new Value(FieldType.DOUBLE, (s, c) -> s.integer(c, 3), "3"),
            new Value(FieldType.BOOLEAN, (s, c) -> s.bool(c, true), "true"),
            new Value(FieldType.BOOLEAN, (s, c) -> s.bool(c, false), "false"),
            new Value(FieldType.DATE, (s, c) -> s.date(c, 0), "1970-01-01"),
            new Value(FieldType.DATE, (s, c) -> s.date(c, -2_440_588), "4714-11-24 BC"),
            new Value(FieldType.DATE, (s, c) -> s.date(c, 2_145_042_905L), "5874897-12-31"),
            new Value(FieldType.TIME, (s, c) -> s.time(c, 0), "00:00:00"),
            new Value(FieldType.TIME, (s, c) -> s.time(c, 86_399_999_999L), "23:59:59.999999"),
            new Value(FieldType.INSTANT, (s, c) -> s.instant(c, 1), "1970-01-01 00:00:00.000001+00"),
            new Value(FieldType.INSTANT, (s, c) -> s.instant(c, -1), "1969-12-31 23:59:59.999999+00"),
            new Value(FieldType.INSTANT, (s, c) -> s.instant(c, Long.MAX_VALUE), "294247-01-10 04:00:54.775807+00"),
            new Value(
                    FieldType.INSTANT, (s, c) -> s.instant(c, -210_866_803_200_000_000L), "4714-11-24 00:00:00+00 BC"),
            new Value(FieldType.BYTES, (s, c) -> s.bytes(c, new byte[] {0, -1}), "\\x00ff"),
            new Value(FieldType.BYTES, (s, c) -> s.bytes(c, new byte[0]), "\\x"),
            new Value(
                    FieldType.JSON,
                    (s, c) -> s.json(c, "{\"b\":[1,null],\"a\":\"é\\u00e9\"}"),
                    "{\"a\": \"éé\", \"b\": [1, null]}"),
            new Value(FieldType.JSON, (s, c) -> {}, "null"));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_type_keeps_its_values(boolean filling) throws Exception {
        TestDatabase database = TestDatabase.fresh();
        TableSpec table = table();
        PostgresConnector postgres = new PostgresConnector();
        postgres.prepare(database.access(), table);
        try (TableLoad load = postgres.open(database.access(), table)) {
            load.claim(1);
            if (!filling) {
                load.finish(1);
            }
            for (int page = 1; page <= 2; page++) {
                RowSink sink = load.begin(false);
                sink.page(page, 0);
                sink.begin();
                for (int i = VALUES.size() - 1; i >= 0; i--) {
                    VALUES.get(i).send.accept(sink, i + 1);
                }
                sink.integer(0, 1);
                sink.end(new byte[0], 0, 0);
                assertThat(sink.refusal()).isNull();
                load.commit(1, "run" + page, 1, 0, page, Optional.empty());
            }
            assertThat(load.finish(1).counts().unchanged()).isEqualTo(1);
        }
        for (int i = 0; i < VALUES.size(); i++) {
            assertThat(database.one("SELECT c" + i + "::text FROM public.types"))
                    .isEqualTo(VALUES.get(i).expected);
        }
    }

    private static TableSpec table() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("id", FieldType.INTEGER));
        for (int i = 0; i < VALUES.size(); i++) {
            columns.add(new Column("c" + i, VALUES.get(i).type));
        }
        return new TableSpec("types", "public", "types", columns, List.of("id"), Deletes.SOFT);
    }
}
