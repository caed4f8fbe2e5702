package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ModelRow.JsonText;
import dev.tidemark.connectors.sql.read.Spelling;
import dev.tidemark.connectors.sql.read.TableColumn;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A column of a model: its values leave the database as text, so that none is changed on the way into the ledger and out. */
record ModelColumn(TableColumn column) {

    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter();

    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(LOCAL)
            .appendOffset("+HH:mm", "+00")
            .toFormatter();

    Field field() {
        return column.field();
    }

    String name() {
        return column.name();
    }

    /** What Tidemark itself keeps beside a table's rows says nothing about their values. */
    boolean counts() {
        return !name().startsWith("_tidemark_");
    }

    /** The expression of a value's text. */
    String text() {
        return field().type() == FieldType.BYTES ? "hex(" + column.select() + ")" : column.select();
    }

    /** Whether no text of it holds a quote or a comma, and none is empty. */
    boolean isPlain() {
        return switch (field().type()) {
            case TEXT, JSON, BYTES -> false;
            default -> true;
        };
    }

    /** What a text stands for; one that its type has no value for, such as a day 0 or infinity, stays as it is. */
    @Nullable
    Object value(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return switch (field().type()) {
                case TEXT -> text;
                case INTEGER -> (Object) Long.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case DOUBLE -> number(text);
                case BOOLEAN -> !text.equals("0") && !text.equals("false");
                case DATE -> LocalDate.parse(text);
                case TIME -> LocalTime.parse(text);
                case INSTANT -> moment(text);
                case BYTES -> HexFormat.of().parseHex(text);
                case JSON -> new JsonText(text);
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return text;
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    /** A time without a zone is taken to be in UTC. */
    private Instant moment(String text) {
        return column.spelling() == Spelling.MOMENT
                ? OffsetDateTime.parse(text, MOMENT).toInstant()
                : LocalDateTime.parse(text, LOCAL).toInstant(ZoneOffset.UTC);
    }
}
