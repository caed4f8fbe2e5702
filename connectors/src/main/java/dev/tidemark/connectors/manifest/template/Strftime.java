package dev.tidemark.connectors.manifest.template;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** A time as {@code strftime} writes it, on a Linux system whose zone is UTC and whose language is C's. */
final class Strftime {

    private static final String FLAGS = "-_0^#";

    private final Moment moment;
    private final LocalDateTime at;
    private final StringBuilder out = new StringBuilder(32);

    private Strftime(Moment moment) {
        this.moment = moment;
        this.at = moment.local();
    }

    static String format(Moment moment, String format) {
        Strftime writer = new Strftime(moment);
        writer.write(format);
        return writer.out.toString();
    }

    private void write(String format) {
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                i = directive(format, i + 1);
            } else {
                out.append(c);
                i++;
            }
        }
    }

    /** Writes the directive whose percent sign is before this place; answers the place after it. */
    private int directive(String format, int from) {
        char plain = format.charAt(from);
        if (isLetter(plain) && plain != 'E' && plain != 'O') {
            write(plain, '\0', format.substring(from - 1, from + 1));
            return from + 1;
        }
        return modified(format, from);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** A directive with flags, a width, a modifier or a colon before its letter. */
    private int modified(String format, int from) {
        int at = from;
        char padding = '\0';
        boolean upper = false;
        while (at < format.length() && FLAGS.indexOf(format.charAt(at)) >= 0) {
            char flag = format.charAt(at++);
            upper |= flag == '^';
            padding = flag == '^' || flag == '#' ? padding : flag;
        }
        int digits = at;
        while (at < format.length() && Numerals.isDigit(format.charAt(at))) {
            at++;
        }
        int width = at == digits ? 0 : Work.width(digits(format, digits, at));
        if (at < format.length() && (format.charAt(at) == 'E' || format.charAt(at) == 'O')) {
            at++;
        }
        if (format.startsWith(":z", at)) {
            out.append(moment.offset().map(o -> Moment.zone(o, ":")).orElse(""));
            return at + 2;
        }
        if (at >= format.length()) {
            out.append(format, from - 1, at);
            return at;
        }
        int start = out.length();
        write(format.charAt(at), padding, format.substring(from - 1, at + 1));
        widen(start, width, padding);
        if (upper) {
            out.replace(start, out.length(), out.substring(start).toUpperCase(Locale.ROOT));
        }
        return at + 1;
    }

    private static long digits(String format, int from, int to) {
        return to - from > 9 ? Long.MAX_VALUE : Long.parseLong(format, from, to, 10);
    }

    private void widen(int start, int width, char padding) {
        boolean numeric = out.length() > start && Numerals.isDigit(out.charAt(start)) && padding != '_';
        while (out.length() - start < width && padding != '-') {
            out.insert(start, numeric ? '0' : ' ');
        }
    }

    /** @param unknown what is written where there is no such directive */
    private void write(char c, char padding, String unknown) {
        switch (c) {
            case 'Y' -> out.append(at.getYear());
            case 'C' -> number(at.getYear() / 100, 2, padding, '0');
            case 'y' -> number(at.getYear() % 100, 2, padding, '0');
            case 'G' -> out.append(at.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> number(at.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, padding, '0');
            case 'm' -> number(at.getMonthValue(), 2, padding, '0');
            case 'b', 'h' -> out.append(at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'B' -> out.append(at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'd' -> number(at.getDayOfMonth(), 2, padding, '0');
            case 'e' -> number(at.getDayOfMonth(), 2, padding, ' ');
            case 'j' -> number(at.getDayOfYear(), 3, padding, '0');
            case 'H' -> number(at.getHour(), 2, padding, '0');
            case 'k' -> number(at.getHour(), 2, padding, ' ');
            case 'I' -> number(at.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, padding, '0');
            case 'l' -> number(at.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, padding, ' ');
            case 'p' -> out.append(at.getHour() < 12 ? "AM" : "PM");
            case 'P' -> out.append(at.getHour() < 12 ? "am" : "pm");
            case 'M' -> number(at.getMinute(), 2, padding, '0');
            case 'S' -> number(at.getSecond(), 2, padding, '0');
            case 'f' -> number(moment.micros(), 6, padding, '0');
            case 's' -> out.append(at.toEpochSecond(ZoneOffset.UTC));
            case 'z' -> moment.offset().ifPresent(o -> out.append(Moment.zone(o, "")));
            case 'Z' -> moment.offset().ifPresent(o -> out.append(zoneName(o)));
            case 'a' -> out.append(at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'A' -> out.append(at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'u' -> out.append(at.getDayOfWeek().getValue());
            case 'w' -> out.append(at.getDayOfWeek().getValue() % 7);
            case 'U' -> number(week(DayOfWeek.SUNDAY), 2, padding, '0');
            case 'W' -> number(week(DayOfWeek.MONDAY), 2, padding, '0');
            case 'V' -> number(at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, padding, '0');
            case 'c' -> write("%a %b %e %H:%M:%S %Y");
            case 'x', 'D' -> write("%m/%d/%y");
            case 'X', 'T' -> write("%H:%M:%S");
            case 'F' -> write("%Y-%m-%d");
            case 'R' -> write("%H:%M");
            case 'r' -> write("%I:%M:%S %p");
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case '%' -> out.append('%');
            default -> out.append(unknown);
        }
    }

    static String zoneName(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + Moment.zone(offset, ":");
    }

    /** The week of the year, where the first such day begins week 1. */
    private int week(DayOfWeek first) {
        int sinceFirst = Math.floorMod(at.getDayOfWeek().getValue() - first.getValue(), 7);
        return (at.getDayOfYear() - 1 + 7 - sinceFirst) / 7;
    }

    /**
     * @param padding the flag: none, or {@code -} for no padding, {@code _} for blanks, {@code 0} for zeros
     * @param usual what is before short numbers where there is no flag
     */
    private void number(int value, int width, char padding, char usual) {
        if (padding == '-') {
            out.append(value);
        } else if (padding == '_' || (padding == '\0' && usual == ' ')) {
            String digits = Integer.toString(value);
            out.repeat(' ', Math.max(0, width - digits.length())).append(digits);
        } else {
            padded(out, value, width);
        }
    }

    /** A number that is not negative, with zeros before it. */
    static void padded(StringBuilder out, int value, int width) {
        int bound = 10;
        for (int i = 1; i < width; i++) {
            if (value < bound) {
                out.repeat('0', width - i);
                break;
            }
            bound *= 10;
        }
        out.append(value);
    }
}
