package dev.tidemark.sandbox.salesforce.soql;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A stretch of time that a literal names: [from, to), in milliseconds since 1970. Days are UTC's. */
record When(long from, long to) {
    static When instant(Instant at) {
        return new When(at.toEpochMilli(), at.toEpochMilli() + 1);
    }

    static When days(LocalDate first, LocalDate after) {
        return new When(millis(first), millis(after));
    }

    static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** What {@code TODAY}, {@code LAST_N_DAYS:30} and the like mean now; null when the word is no such literal. */
    static @Nullable When named(String word, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate week = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        LocalDate month = today.withDayOfMonth(1);
        LocalDate quarter = month.minusMonths((month.getMonthValue() - 1) % 3);
        LocalDate year = today.withDayOfYear(1);
        String[] parts = word.toUpperCase(Locale.ROOT).split(":", 2);
        long n = parts.length == 2 ? Long.parseLong(parts[1]) : -1;
        if (n < 0) {
            return switch (parts[0]) {
                case "TODAY" -> days(today, today.plusDays(1));
                case "YESTERDAY" -> days(today.minusDays(1), today);
                case "TOMORROW" -> days(today.plusDays(1), today.plusDays(2));
                case "THIS_WEEK" -> days(week, week.plusWeeks(1));
                case "LAST_WEEK" -> days(week.minusWeeks(1), week);
                case "NEXT_WEEK" -> days(week.plusWeeks(1), week.plusWeeks(2));
                case "THIS_MONTH" -> days(month, month.plusMonths(1));
                case "LAST_MONTH" -> days(month.minusMonths(1), month);
                case "NEXT_MONTH" -> days(month.plusMonths(1), month.plusMonths(2));
                case "THIS_QUARTER" -> days(quarter, quarter.plusMonths(3));
                case "LAST_QUARTER" -> days(quarter.minusMonths(3), quarter);
                case "NEXT_QUARTER" -> days(quarter.plusMonths(3), quarter.plusMonths(6));
                case "THIS_YEAR" -> days(year, year.plusYears(1));
                case "LAST_YEAR" -> days(year.minusYears(1), year);
                case "NEXT_YEAR" -> days(year.plusYears(1), year.plusYears(2));
                case "LAST_90_DAYS" -> days(today.minusDays(90), today.plusDays(1));
                case "NEXT_90_DAYS" -> days(today.plusDays(1), today.plusDays(91));
                default -> null;
            };
        }
        return switch (parts[0]) {
            case "LAST_N_DAYS" -> days(today.minusDays(n), today.plusDays(1));
            case "NEXT_N_DAYS" -> days(today.plusDays(1), today.plusDays(n + 1));
            case "N_DAYS_AGO" -> days(today.minusDays(n), today.minusDays(n - 1));
            case "LAST_N_WEEKS" -> days(week.minusWeeks(n), week);
            case "LAST_N_MONTHS" -> days(month.minusMonths(n), month);
            case "LAST_N_YEARS" -> days(year.minusYears(n), year);
            default -> null;
        };
    }
}
