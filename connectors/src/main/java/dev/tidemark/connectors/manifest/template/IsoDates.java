package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ISO 8601 times as dateutil's {@code isoparse} reads them; a time without a zone is UTC's. */
final class IsoDates {

    private static final Pattern CALENDAR = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?|(\\d\\d)(\\d\\d))?");
    private static final Pattern WEEK = Pattern.compile("(\\d{4})-?W(\\d\\d)(?:-?(\\d))?");
    private static final Pattern ORDINAL = Pattern.compile("(\\d{4})-?(\\d{3})(?!\\d)");
    private static final Pattern TIME = Pattern.compile(
            "(\\d\\d)(?::?(\\d\\d)(?::?(\\d\\d)(?:[.,](\\d+))?)?)?(Z|z|[+-]\\d\\d(?::?\\d\\d)?)?");

    private IsoDates() {}

    static Moment parse(String text) {
        if (text.length() < 4) {
            throw TemplateError.value("ISO string too short");
        }
        try {
            Matcher week = WEEK.matcher(text);
            if (week.lookingAt()) {
                LocalDate day = LocalDate.of(Integer.parseInt(week.group(1)), 1, 4)
                        .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(week.group(2)))
                        .with(java.time.DayOfWeek.of(week.group(3) == null ? 1 : Integer.parseInt(week.group(3))));
                return time(text, week.end(), day);
            }
            Matcher ordinal = ORDINAL.matcher(text);
            if (ordinal.lookingAt()) {
                return time(
                        text,
                        ordinal.end(),
                        LocalDate.ofYearDay(Integer.parseInt(ordinal.group(1)), Integer.parseInt(ordinal.group(2))));
            }
            Matcher calendar = CALENDAR.matcher(text);
            if (!calendar.lookingAt()) {
                throw TemplateError.value("Invalid ISO 8601 string: " + text);
            }
            String month = calendar.group(2) != null ? calendar.group(2) : calendar.group(4);
            String day = calendar.group(3) != null ? calendar.group(3) : calendar.group(5);
            return time(
                    text,
                    calendar.end(),
                    LocalDate.of(
                            Integer.parseInt(calendar.group(1)),
                            month == null ? 1 : Integer.parseInt(month),
                            day == null ? 1 : Integer.parseInt(day)));
        } catch (DateTimeException e) {
            throw TemplateError.value(String.valueOf(e.getMessage()));
        }
    }

    private static Moment time(String text, int end, LocalDate day) {
        if (end == text.length()) {
            return new Moment(day.atStartOfDay(), Optional.of(ZoneOffset.UTC));
        }
        // Any one character may stand between date and time.
        Matcher time = TIME.matcher(text);
        time.region(end + 1, text.length());
        if (!time.matches()) {
            throw TemplateError.value("Unused components in ISO string");
        }
        int hour = Integer.parseInt(time.group(1));
        LocalDateTime at = (hour == 24 ? day.plusDays(1) : day)
                .atTime(LocalTime.of(hour == 24 ? 0 : hour, number(time.group(2)), number(time.group(3)), nanos(time.group(4))));
        return new Moment(at, Optional.of(offset(time.group(5))));
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "000000").substring(0, 6)) * 1_000;
    }

    private static ZoneOffset offset(@org.jspecify.annotations.Nullable String zone) {
        if (zone == null || zone.equalsIgnoreCase("z")) {
            return ZoneOffset.UTC;
        }
        String digits = zone.substring(1).replace(":", "") + "00";
        int seconds = Integer.parseInt(digits.substring(0, 2)) * 3_600 + Integer.parseInt(digits.substring(2, 4)) * 60;
        return ZoneOffset.ofTotalSeconds(zone.startsWith("-") ? -seconds : seconds);
    }
}
