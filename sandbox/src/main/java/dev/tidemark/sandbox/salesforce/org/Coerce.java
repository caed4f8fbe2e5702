package dev.tidemark.sandbox.salesforce.org;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** From JSON or text to the value a row keeps, refusing what the field cannot hold. */
public final class Coerce {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
    private static final DateTimeFormatter DATETIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'", Locale.ROOT);

    private Coerce() {}

    /** The value of a JSON node; null for JSON null and for blank text. */
    public static @Nullable Object json(Field field, JsonNode node) {
        if (node.isNull()) {
            return field.type() == FieldType.BOOLEAN ? Boolean.FALSE : null;
        }
        if (node.isContainer()) {
            throw unreadable(field, node.isArray() ? "START_ARRAY" : "START_OBJECT", node.toString());
        }
        if (field.type() == FieldType.BOOLEAN && !node.isBoolean() && !isTruthText(node.asString())) {
            throw unreadable(field, "VALUE_STRING", node.asString());
        }
        if (field.type().isNumber() && node.isBoolean()) {
            throw unreadable(field, "VALUE_BOOLEAN", node.asString());
        }
        return text(field, node.asString());
    }

    /** The value of text; null for blank text. */
    public static @Nullable Object text(Field field, String text) {
        String trimmed = field.type() == FieldType.TEXTAREA ? text.stripTrailing() : text.strip();
        if (trimmed.isEmpty()) {
            return field.type() == FieldType.BOOLEAN ? Boolean.FALSE : null;
        }
        return switch (field.type()) {
            case ID, REFERENCE -> id(field, trimmed);
            case STRING, ENCRYPTEDSTRING, TEXTAREA, PHONE, URL -> fitting(field, trimmed);
            case MULTIPICKLIST -> pickedSome(field, trimmed);
            case TIME -> time(field, trimmed);
            case EMAIL -> email(field, trimmed);
            case PICKLIST -> picked(field, trimmed);
            case DOUBLE, CURRENCY, PERCENT -> decimal(field, trimmed);
            case INT -> integer(field, trimmed);
            case BOOLEAN -> trimmed.equalsIgnoreCase("true") || trimmed.equals("1");
            case DATE -> date(field, trimmed);
            case DATETIME -> datetime(field, trimmed);
            case BASE64 -> bytes(field, trimmed);
            case ADDRESS, LOCATION ->
                throw RowRefused.because(
                        "INVALID_FIELD_FOR_INSERT_UPDATE", "a compound field is written by its parts", field.name());
        };
    }

    private static boolean isTruthText(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private static String id(Field field, String text) {
        String full = Ids.full(text);
        if (full == null) {
            throw RowRefused.because(
                    "MALFORMED_ID", field.label() + ": id value of incorrect type: " + text, field.name());
        }
        return full;
    }

    private static String fitting(Field field, String text) {
        if (text.length() > field.length()) {
            String shown = text.length() > 100 ? text.substring(0, 100) : text;
            throw RowRefused.because(
                    "STRING_TOO_LONG",
                    field.label() + ": data value too large: " + shown + " (max length=" + field.length() + ")",
                    field.name());
        }
        return text;
    }

    private static String email(Field field, String text) {
        if (!EMAIL.matcher(text).matches()) {
            throw RowRefused.because(
                    "INVALID_EMAIL_ADDRESS", field.label() + ": invalid email address: " + text, field.name());
        }
        return fitting(field, text);
    }

    private static String picked(Field field, String text) {
        if (!field.is(Trait.RESTRICTED_PICKLIST)) {
            return fitting(field, text);
        }
        return field.picklist().stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> RowRefused.because(
                        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                        field.label() + ": bad value for restricted picklist field: " + text,
                        field.name()));
    }

    /** Values are kept in the order of the list. */
    private static String pickedSome(Field field, String text) {
        Set<String> wanted = new LinkedHashSet<>(List.of(text.split(";", -1)));
        var known = new ArrayList<>(field.picklist());
        known.retainAll(wanted);
        wanted.removeAll(known);
        if (field.is(Trait.RESTRICTED_PICKLIST) && !wanted.isEmpty()) {
            throw RowRefused.because(
                    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                    field.label() + ": bad value for restricted picklist field: " + String.join(";", wanted),
                    field.name());
        }
        known.addAll(wanted);
        return fitting(field, String.join(";", known));
    }

    private static String time(Field field, String text) {
        try {
            return LocalTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
                    .format(TIME);
        } catch (DateTimeException notATime) {
            throw unreadable(field, "VALUE_STRING", text);
        }
    }

    private static Double decimal(Field field, String text) {
        BigDecimal number = number(field, text, "double");
        if (number.precision() - number.scale() > field.precision() - field.scale()) {
            throw outside(field, text);
        }
        return number.setScale(Math.min(number.scale(), field.scale()), RoundingMode.HALF_UP)
                .doubleValue();
    }

    private static Integer integer(Field field, String text) {
        BigDecimal number = number(field, text, "int");
        try {
            return number.intValueExact();
        } catch (ArithmeticException notAnInt) {
            throw outside(field, text);
        }
    }

    private static BigDecimal number(Field field, String text, String type) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            throw unreadable(field, type, "VALUE_STRING", text);
        }
    }

    private static LocalDate date(Field field, String text) {
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException notADate) {
            throw unreadable(field, "VALUE_STRING", text);
        }
    }

    private static Long datetime(Field field, String text) {
        Instant instant = instant(text);
        if (instant == null) {
            throw unreadable(field, "VALUE_STRING", text);
        }
        return instant.toEpochMilli() / 1000 * 1000; // rows keep whole seconds
    }

    /** A datetime with its zone, or a date at midnight UTC; null when the text is neither. */
    public static @Nullable Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .atStartOfDay(java.time.ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(text.replace(' ', 'T'), DATETIME).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    private static byte[] bytes(Field field, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw unreadable(field, "VALUE_STRING", "that is no base64");
        }
    }

    private static RowRefused outside(Field field, String text) {
        return RowRefused.because(
                "NUMBER_OUTSIDE_VALID_RANGE",
                field.label() + ": value outside of valid range on numeric field: " + text,
                field.name());
    }

    private static RowRefused unreadable(Field field, String token, String value) {
        return unreadable(field, field.type().soapType().replaceFirst("^\\w+:", ""), token, value);
    }

    private static RowRefused unreadable(Field field, String type, String token, String value) {
        return RowRefused.because(
                "JSON_PARSER_ERROR",
                "Cannot deserialize instance of " + type + " from " + token + " value " + value
                        + " or request may be missing a required field",
                field.name());
    }
}
