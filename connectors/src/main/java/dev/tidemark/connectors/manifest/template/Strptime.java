package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A format of {@code strptime}, which reads times. */
final class Strptime {

    /** Formats may come from records, so that not each of them is kept. */
    private static final int MOST_KEPT = 1_000;

    private static final Map<String, Strptime> KEPT = new ConcurrentHashMap<>();

    private static final List<String> MONTHS = Arrays.stream(Month.values())
            .map(m -> m.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> DAYS = Arrays.stream(DayOfWeek.values())
            .map(d -> d.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT))
            .toList();
    private static final Map<Character, String> WHOLE =
            Map.of('c', "%a %b %d %H:%M:%S %Y", 'x', "%m/%d/%y", 'X', "%H:%M:%S");

    private final String format;
    private final Pattern pattern;
    private final StringBuilder directives = new StringBuilder();

    private Strptime(String format) {
        this.format = format;
        StringBuilder regex = new StringBuilder();
        compile(format, regex);
        this.pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    static Moment parse(String text, String format) {
        Strptime known = KEPT.get(format);
        if (known == null) {
            known = new Strptime(format);
            if (KEPT.size() < MOST_KEPT) {
                KEPT.put(format, known);
            }
        }
        return known.parse(text);
    }

    private void compile(String part, StringBuilder regex) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%' && i + 1 < part.length()) {
                directive(part.charAt(++i), regex);
            } else if (Character.isWhitespace(c)) {
                regex.append("\\s+");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
    }

    private void directive(char c, StringBuilder regex) {
        if (c == '%') {
            regex.append('%');
        } else if (WHOLE.containsKey(c)) {
            compile(WHOLE.getOrDefault(c, ""), regex);
        } else {
            regex.append('(').append(shape(c)).append(')');
            if (directives.indexOf(String.valueOf(c)) >= 0) {
                throw TemplateError.value("redefinition of group name '" + c + "' in format " + Text.repr(format));
            }
            directives.append(c);
        }
    }

    private String shape(char c) {
        return switch (c) {
            case 'Y', 'G' -> "\\d{4}";
            case 'm', 'I' -> "1[0-2]|0[1-9]|[1-9]";
            case 'd' -> "3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]";
            case 'H' -> "2[0-3]|[01]\\d|\\d";
            case 'M' -> "[0-5]\\d|\\d";
            case 'S' -> "6[01]|[0-5]\\d|\\d";
            case 'y' -> "\\d\\d";
            case 'U', 'W' -> "5[0-3]|[0-4]\\d|\\d";
            case 'V' -> "5[0-3]|0[1-9]|[1-4]\\d|\\d";
            case 'j' -> "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]";
            case 'f' -> "\\d{1,6}";
            case 'z' -> "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z";
            case 'Z' -> "utc|gmt";
            case 'p' -> "am|pm";
            case 'b' -> abbreviated(MONTHS);
            case 'B' -> String.join("|", MONTHS);
            case 'a' -> abbreviated(DAYS);
            case 'A' -> String.join("|", DAYS);
            case 'w' -> "[0-6]";
            case 'u' -> "[1-7]";
            default -> throw TemplateError.value("'" + c + "' is a bad directive in format " + Text.repr(format));
        };
    }

    private static String abbreviated(List<String> names) {
        return String.join("|", names.stream().map(n -> n.substring(0, 3)).toList());
    }

    private Moment parse(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.lookingAt()) {
            throw TemplateError.value("time data " + Text.repr(text) + " does not match format " + Text.repr(format));
        }
        if (matcher.end() != text.length()) {
            throw TemplateError.value("unconverted data remains: " + text.substring(matcher.end()));
        }
        Map<Character, String> found = new HashMap<>();
        for (int i = 0; i < directives.length(); i++) {
            found.put(directives.charAt(i), matcher.group(i + 1).strip());
        }
        return new Found(found).moment();
    }

    /** What each directive found. */
    private record Found(Map<Character, String> parts) {

        Moment moment() {
            try {
                LocalTime time = LocalTime.of(hour(), number('M', 0), number('S', 0), nanos());
                return new Moment(date().atTime(time), offset());
            } catch (DateTimeException e) {
                throw TemplateError.value(String.valueOf(e.getMessage()));
            }
        }

        private int number(char directive, int otherwise) {
            String digits = parts.get(directive);
            return digits == null ? otherwise : Integer.parseInt(digits);
        }

        private LocalDate date() {
            int year = parts.containsKey('y') ? century(number('y', 0)) : number('Y', 1900);
            Optional<DayOfWeek> weekday = weekday();
            if (parts.containsKey('G') && parts.containsKey('V') && weekday.isPresent()) {
                return LocalDate.of(number('G', 1900), 1, 4)
                        .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, number('V', 1))
                        .with(weekday.get());
            }
            if (parts.containsKey('G') || parts.containsKey('V')) {
                throw TemplateError.value("ISO year and ISO week are read only together and with a day of the week");
            }
            if (parts.containsKey('j')) {
                return LocalDate.ofYearDay(year, number('j', 1));
            }
            for (char c : new char[] {'U', 'W'}) {
                if (parts.containsKey(c) && weekday.isPresent() && !hasMonth() && !parts.containsKey('d')) {
                    return ofWeek(year, number(c, 0), weekday.get(), c == 'U' ? DayOfWeek.SUNDAY : DayOfWeek.MONDAY);
                }
            }
            return LocalDate.of(year, month(), number('d', 1));
        }

        private static int century(int year) {
            return year < 69 ? 2000 + year : 1900 + year;
        }

        /** Week 1 begins with the first such day of the year, week 0 is what comes before it. */
        private static LocalDate ofWeek(int year, int week, DayOfWeek weekday, DayOfWeek first) {
            LocalDate newYear = LocalDate.of(year, 1, 1);
            int toFirst =
                    Math.floorMod(first.getValue() - newYear.getDayOfWeek().getValue(), 7);
            int sinceFirst = Math.floorMod(weekday.getValue() - first.getValue(), 7);
            return newYear.plusDays(toFirst + 7L * (week - 1) + sinceFirst);
        }

        private boolean hasMonth() {
            return parts.containsKey('m') || parts.containsKey('b') || parts.containsKey('B');
        }

        private int month() {
            return named('B', 'b', MONTHS).map(m -> m + 1).orElseGet(() -> number('m', 1));
        }

        private Optional<DayOfWeek> weekday() {
            if (parts.containsKey('u')) {
                return Optional.of(DayOfWeek.of(number('u', 1)));
            }
            if (parts.containsKey('w')) {
                return Optional.of(DayOfWeek.of((number('w', 0) + 6) % 7 + 1));
            }
            return named('A', 'a', DAYS).map(d -> DayOfWeek.of(d + 1));
        }

        private Optional<Integer> named(char full, char abbreviated, List<String> names) {
            String name = parts.getOrDefault(full, parts.get(abbreviated));
            if (name == null) {
                return Optional.empty();
            }
            String beginning = name.substring(0, 3).toLowerCase(Locale.ROOT);
            return Optional.of(
                    names.stream().map(n -> n.substring(0, 3)).toList().indexOf(beginning));
        }

        private int hour() {
            if (!parts.containsKey('I')) {
                return number('H', 0);
            }
            int hour = number('I', 12) % 12;
            return "pm".equalsIgnoreCase(parts.get('p')) ? hour + 12 : hour;
        }

        private int nanos() {
            String digits = parts.getOrDefault('f', "0");
            return Integer.parseInt(digits + "0".repeat(6 - digits.length())) * 1_000;
        }

        private Optional<ZoneOffset> offset() {
            String text = parts.get('z');
            if (text == null) {
                return Optional.empty();
            }
            if (text.equalsIgnoreCase("z")) {
                return Optional.of(ZoneOffset.UTC);
            }
            String digits = text.substring(1).replace(":", "");
            int seconds =
                    Integer.parseInt(digits.substring(0, 2)) * 3_600 + Integer.parseInt(digits.substring(2, 4)) * 60;
            return Optional.of(ZoneOffset.ofTotalSeconds(text.startsWith("-") ? -seconds : seconds));
        }
    }
}
