package dev.tidemark.connectors.manifest.template;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** A time as {@code strftime} writes it, on a system whose zone is UTC and whose language is C's. */
final class Strftime {

    private final Moment moment;
    private final LocalDateTime at;
    private final StringBuilder out = new StringBuilder();

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
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            c = format.charAt(++i);
            boolean unpadded = c == '-' && i + 1 < format.length();
            boolean colon = c == ':' && i + 1 < format.length() && format.charAt(i + 1) == 'z';
            if (unpadded || colon) {
                c = format.charAt(++i);
            }
            if (colon) {
                out.append(moment.offset().map(o -> Moment.zone(o, ":")).orElse(""));
                continue;
            }
            int from = out.length();
            directive(c);
            if (unpadded) {
                while (out.length() - from > 1 && (out.charAt(from) == '0' || out.charAt(from) == ' ')) {
                    out.deleteCharAt(from);
                }
            }
        }
    }

    private void directive(char c) {
        switch (c) {
            case 'Y' -> out.append(at.getYear());
            case 'C' -> padded(at.getYear() / 100, 2);
            case 'y' -> padded(at.getYear() % 100, 2);
            case 'G' -> out.append(at.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> padded(at.get(IsoFields.WEEK_BASED_YEAR) % 100, 2);
            case 'm' -> padded(at.getMonthValue(), 2);
            case 'b', 'h' -> out.append(at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'B' -> out.append(at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'd' -> padded(at.getDayOfMonth(), 2);
            case 'e' -> out.append("%2d".formatted(at.getDayOfMonth()));
            case 'j' -> padded(at.getDayOfYear(), 3);
            case 'H' -> padded(at.getHour(), 2);
            case 'k' -> out.append("%2d".formatted(at.getHour()));
            case 'I' -> padded(at.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2);
            case 'l' -> out.append("%2d".formatted(at.get(ChronoField.CLOCK_HOUR_OF_AMPM)));
            case 'p' -> out.append(at.getHour() < 12 ? "AM" : "PM");
            case 'P' -> out.append(at.getHour() < 12 ? "am" : "pm");
            case 'M' -> padded(at.getMinute(), 2);
            case 'S' -> padded(at.getSecond(), 2);
            case 'f' -> padded(moment.micros(), 6);
            case 's' -> out.append(at.toEpochSecond(ZoneOffset.UTC));
            case 'z' -> out.append(moment.offset().map(o -> Moment.zone(o, "")).orElse(""));
            case 'Z' -> out.append(moment.offset().map(Strftime::zoneName).orElse(""));
            case 'a' -> out.append(at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'A' -> out.append(at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'u' -> out.append(at.getDayOfWeek().getValue());
            case 'w' -> out.append(at.getDayOfWeek().getValue() % 7);
            case 'U' -> padded(week(DayOfWeek.SUNDAY), 2);
            case 'W' -> padded(week(DayOfWeek.MONDAY), 2);
            case 'V' -> padded(at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            case 'c' -> write("%a %b %e %H:%M:%S %Y");
            case 'x', 'D' -> write("%m/%d/%y");
            case 'X', 'T' -> write("%H:%M:%S");
            case 'F' -> write("%Y-%m-%d");
            case 'R' -> write("%H:%M");
            case 'r' -> write("%I:%M:%S %p");
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case '%' -> out.append('%');
            default -> out.append('%').append(c);
        }
    }

    private static String zoneName(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + Moment.zone(offset, ":");
    }

    /** The week of the year, where the first such day begins week 1. */
    private int week(DayOfWeek first) {
        int sinceFirst = Math.floorMod(at.getDayOfWeek().getValue() - first.getValue(), 7);
        return (at.getDayOfYear() - 1 + 7 - sinceFirst) / 7;
    }

    private void padded(int value, int width) {
        String digits = Integer.toString(value);
        out.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
