package dev.tidemark.sandbox.hubspot.crm;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Property values, which are strings all of them: what a property takes, and how it spells it back. */
public final class Values {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Values() {}

    /** Milliseconds and Z, as in {@code createdAt}. */
    public static String moment(Instant instant) {
        return MOMENT.format(instant);
    }

    /**
     * The value as it is kept.
     *
     * @throws Refused where the property does not take it
     */
    static String kept(Property property, String value) {
        return switch (property.type()) {
            case "number" -> number(property, value);
            case "bool" -> bool(property, value);
            case "datetime" -> moment(instant(property, value));
            case "date" ->
                instant(property, value).atOffset(ZoneOffset.UTC).toLocalDate().toString();
            case "enumeration" -> choice(property, value);
            default -> property.name().equals("email") ? email(value) : value;
        };
    }

    /** @throws Refused where the property does not take the value */
    public static void check(Property property, String value) {
        if (property.readOnly()) {
            throw Refused.property(
                    property.name(), "READ_ONLY_VALUE", "\\\"" + property.name() + "\\\" is a read only property");
        }
        var _ = kept(property, value);
    }

    private static String number(Property property, String value) {
        try {
            var _ = new BigDecimal(value.strip());
            return value.strip();
        } catch (NumberFormatException notANumber) {
            throw Refused.property(property.name(), "INVALID_INTEGER", value + " was not a valid number.");
        }
    }

    private static String bool(Property property, String value) {
        String small = value.toLowerCase(Locale.ROOT);
        if (!small.equals("true") && !small.equals("false")) {
            throw Refused.property(
                    property.name(), "INVALID_OPTION", value + " was not one of the allowed options: [true, false]");
        }
        return small;
    }

    private static String choice(Property property, String value) {
        if (!property.options().isEmpty() && !property.options().contains(value)) {
            throw Refused.property(
                    property.name(),
                    "INVALID_OPTION",
                    value + " was not one of the allowed options: " + property.options());
        }
        return value;
    }

    private static String email(String value) {
        if (!value.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw Refused.property("email", "INVALID_EMAIL", "Email address " + value + " is invalid");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static Instant instant(Property property, String value) {
        try {
            return instant(value);
        } catch (DateTimeException | NumberFormatException notATime) {
            throw Refused.property(
                    property.name(), "INVALID_DATE", value + " was not a valid long or ISO-8601 datetime.");
        }
    }

    /** ISO 8601, a day, or milliseconds since 1970. */
    static Instant instant(String value) {
        if (value.matches("-?\\d{1,15}")) {
            return Instant.ofEpochMilli(Long.parseLong(value));
        }
        if (value.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return OffsetDateTime.parse(value).toInstant();
    }
}
