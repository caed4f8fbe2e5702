package dev.tidemark.connectors.json;

import java.math.BigDecimal;
import java.time.Year;

/**
 * ISO 8601 without objects: {@code 2026-05-01}, {@code 10:30:00.5Z}, {@code 2026-05-01T07:25:37.000+0000}. Digits beyond the
 * microsecond are cut off, which makes a moment earlier and never later. A moment needs its offset.
 */
final class Iso8601 implements Conversions {

    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;

    @Override
    public long date(char[] chars, int offset, int length) {
        return length == 10 ? day(chars, offset) : MISFIT;
    }

    @Override
    public long time(char[] chars, int offset, int length) {
        int end = offset + length;
        if (length > 0 && chars[end - 1] == 'Z') {
            end--;
        }
        return timeOfDay(chars, offset, end);
    }

    @Override
    public long instant(char[] chars, int offset, int length) {
        int end = offset + length;
        if (length < 17 || (chars[offset + 10] != 'T' && chars[offset + 10] != ' ')) {
            return MISFIT;
        }
        long day = day(chars, offset);
        int zone = zoneStart(chars, offset + 11, end);
        long time = timeOfDay(chars, offset + 11, zone);
        long shift = shift(chars, zone, end);
        if (day == MISFIT || time == MISFIT || shift == MISFIT) {
            return MISFIT;
        }
        return day * DAY + time - shift;
    }

    @Override
    public long instant(BigDecimal number) {
        return MISFIT;
    }

    @Override
    public boolean spelledAsStrings() {
        return false;
    }

    private static int zoneStart(char[] chars, int from, int end) {
        int at = from;
        while (at < end && chars[at] != 'Z' && chars[at] != '+' && chars[at] != '-') {
            at++;
        }
        return at;
    }

    /** The microseconds that a zone is ahead of UTC. */
    private static long shift(char[] chars, int from, int end) {
        int length = end - from;
        if (length == 1 && chars[from] == 'Z') {
            return 0;
        }
        boolean colon = length == 6 && chars[from + 3] == ':';
        if (length != 3 && length != 5 && !colon) {
            return MISFIT;
        }
        int hours = digits(chars, from + 1, 2);
        int minutes = length == 3 ? 0 : digits(chars, end - 2, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return MISFIT;
        }
        long micros = (hours * 60L + minutes) * 60 * SECOND;
        return chars[from] == '-' ? -micros : micros;
    }

    private static long day(char[] chars, int at) {
        int year = digits(chars, at, 4);
        int month = digits(chars, at + 5, 2);
        int day = digits(chars, at + 8, 2);
        if (chars[at + 4] != '-' || chars[at + 7] != '-' || year < 0 || month < 1 || month > 12) {
            return MISFIT;
        }
        if (day < 1 || day > daysIn(year, month)) {
            return MISFIT;
        }
        return epochDay(year, month, day);
    }

    /** The days since 1970 of a day of the civil calendar, whose years are counted from March here; years from 0 on. */
    private static long epochDay(int year, int month, int day) {
        int march = month > 2 ? year : year - 1;
        int era = Math.floorDiv(march, 400);
        int inEra = march - era * 400;
        int inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097L + inEra * 365L + inEra / 4 - inEra / 100 + inYear - 719_468;
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> Year.isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** {@code hh:mm}, {@code hh:mm:ss} or {@code hh:mm:ss.f…}, up to {@code end}. */
    private static long timeOfDay(char[] chars, int from, int end) {
        int length = end - from;
        if (length < 5 || length == 6 || length == 7 || length == 9 || chars[from + 2] != ':') {
            return MISFIT;
        }
        int hours = digits(chars, from, 2);
        int minutes = digits(chars, from + 3, 2);
        int seconds = 0;
        if (length >= 8) {
            seconds = chars[from + 5] == ':' ? digits(chars, from + 6, 2) : -1;
        }
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
            return MISFIT;
        }
        long fraction = length > 8 ? fraction(chars, from + 8, end) : 0;
        return fraction == MISFIT ? MISFIT : ((hours * 60L + minutes) * 60 + seconds) * SECOND + fraction;
    }

    private static long fraction(char[] chars, int dot, int end) {
        if (chars[dot] != '.' && chars[dot] != ',') {
            return MISFIT;
        }
        long micros = 0;
        long worth = SECOND / 10;
        for (int at = dot + 1; at < end; at++) {
            int digit = chars[at] - '0';
            if (digit < 0 || digit > 9) {
                return MISFIT;
            }
            micros += digit * worth;
            worth /= 10;
        }
        return micros;
    }

    /** The number that so many digits make, or -1. */
    private static int digits(char[] chars, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            int digit = chars[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
