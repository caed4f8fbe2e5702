package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** ISO 8601 times as dateutil's {@code isoparse} reads them; a time without a zone is UTC's. */
final class IsoDates {

    private static final Pattern CALENDAR = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?|(\\d\\d)(\\d\\d))?");
    private static final Pattern WEEK = Pattern.compile("(\\d{4})-?W(\\d\\d)(?:-?(\\d))?");
    private static final Pattern ORDINAL = Pattern.compile("(\\d{4})-?(\\d{3})(?!\\d)");
    private static final Pattern TIME =
            Pattern.compile("(\\d\\d)(?:(?<colon>:?)(\\d\\d)(?:\\k<colon>(\\d\\d)(?:[.,](\\d+))?)?)?"
                    .concat("(Z|z|[+-]\\d\\d(?::?[0-5]\\d)?)?"));

    private IsoDates() {}

    /** The time, in UTC. */
    static Moment parse(String text) {
        return parseNaive(text).orUtc().inUtc();
    }

    /** The time as it stands, with or without a zone. */
    static Moment parseNaive(String text) {
        if (text.length() < 4) {
            throw TemplateError.value("ISO string too short");
        }
        try {
            if (isCommon(text)) {
                LocalDate day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
                return text.length() == 10
                        ? new Moment(day.atStartOfDay(), Optional.empty())
                        : new Moment(
                                day.atTime(digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)),
                                text.length() == 20 ? Optional.of(ZoneOffset.UTC) : Optional.empty());
            }
            Matcher week = WEEK.matcher(text);
            if (week.lookingAt()) {
                return time(text, week.end(), ofWeek(week));
            }
            Matcher ordinal = ORDINAL.matcher(text);
            if (ordinal.lookingAt()) {
                return time(
                        text,
                        ordinal.end(),
                        LocalDate.ofYearDay(number(ordinal.group(1), 1), number(ordinal.group(2), 1)));
            }
            Matcher calendar = CALENDAR.matcher(text);
            if (!calendar.lookingAt()) {
                throw TemplateError.value("Invalid ISO 8601 string: " + Text.repr(text));
            }
            String month = calendar.group(2) != null ? calendar.group(2) : calendar.group(4);
            String day = calendar.group(3) != null ? calendar.group(3) : calendar.group(5);
            return time(
                    text, calendar.end(), LocalDate.of(number(calendar.group(1), 1), number(month, 1), number(day, 1)));
        } catch (DateTimeException e) {
            throw TemplateError.value(String.valueOf(e.getMessage()));
        }
    }

    /** {@code 2024-01-15}, perhaps with {@code T10:20:30} and {@code Z}, which most are. */
    private static boolean isCommon(String text) {
        String shape = "dddd-dd-ddTdd:dd:ddZ";
        int length = text.length();
        if (length != 10 && length != 19 && length != 20) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            boolean fits =
                    shape.charAt(i) == 'd' ? Numerals.isDigit(text.charAt(i)) : shape.charAt(i) == text.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return digits(text, 0, 4) > 0 && (length == 10 || digits(text, 11, 13) < 24);
    }

    private static int digits(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static LocalDate ofWeek(Matcher week) {
        return LocalDate.of(number(week.group(1), 1), 1, 4)
                .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, number(week.group(2), 1))
                .with(DayOfWeek.of(number(week.group(3), 1)));
    }

    private static Moment time(String text, int end, LocalDate day) {
        if (end == text.length()) {
            return new Moment(day.atStartOfDay(), Optional.empty());
        }
        // Any one character may stand between date and time.
        Matcher time = TIME.matcher(text);
        time.region(end + 1, text.length());
        if (!time.matches()) {
            throw TemplateError.value("Unused components in ISO string");
        }
        LocalTime within = LocalTime.of(
                number(time.group(1), 0) % 24,
                number(time.group(3), 0),
                number(time.group(4), 0),
                nanos(time.group(5)));
        boolean midnight = time.group(1).equals("24");
        if (number(time.group(1), 0) > 24 || (midnight && !within.equals(LocalTime.MIDNIGHT))) {
            throw TemplateError.value("Hour may only be 24 at 24:00:00.000");
        }
        LocalDateTime at = (midnight ? day.plusDays(1) : day).atTime(within);
        return new Moment(at, offset(time.group(6)));
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "000000").substring(0, 6)) * 1_000;
    }

    private static Optional<ZoneOffset> offset(@Nullable String zone) {
        if (zone == null) {
            return Optional.empty();
        }
        if (zone.equalsIgnoreCase("z")) {
            return Optional.of(ZoneOffset.UTC);
        }
        String digits = zone.substring(1).replace(":", "") + "00";
        int seconds = Integer.parseInt(digits.substring(0, 2)) * 3_600 + Integer.parseInt(digits.substring(2, 4)) * 60;
        return Optional.of(ZoneOffset.ofTotalSeconds(zone.startsWith("-") ? -seconds : seconds));
    }
}
