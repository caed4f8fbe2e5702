package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A time as {@code strptime} reads it. */
final class Strptime {

    private static final Map<String, Strptime> COMPILED = new ConcurrentHashMap<>();
    private static final List<String> MONTHS = Arrays.stream(Month.values())
            .map(m -> m.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT))
            .toList();
    private static final String DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";

    private final String format;
    private final Pattern pattern;
    private final StringBuilder directives = new StringBuilder();

    private Strptime(String format) {
        this.format = format;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                regex.append(directive(format.charAt(++i)));
            } else if (Character.isWhitespace(c)) {
                regex.append("\\s+");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        this.pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    static Moment parse(String text, String format) {
        return COMPILED.computeIfAbsent(format, Strptime::new).parse(text);
    }

    private String directive(char c) {
        String shape =
                switch (c) {
                    case 'Y' -> "\\d{4}";
                    case 'm' -> "1[0-2]|0[1-9]|[1-9]";
                    case 'd' -> "3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]";
                    case 'H' -> "2[0-3]|[01]\\d|\\d";
                    case 'I' -> "1[0-2]|0[1-9]|[1-9]";
                    case 'M' -> "[0-5]\\d|\\d";
                    case 'S' -> "6[01]|[0-5]\\d|\\d";
                    case 'y', 'U', 'W' -> "\\d\\d";
                    case 'j' -> "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]";
                    case 'f' -> "\\d{1,6}";
                    case 'z' -> "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z";
                    case 'Z' -> "utc|gmt";
                    case 'p' -> "am|pm";
                    case 'b' -> MONTHS.stream().map(m -> m.substring(0, 3)).collect(Collectors.joining("|"));
                    case 'B' -> String.join("|", MONTHS);
                    case 'a' -> "mon|tue|wed|thu|fri|sat|sun";
                    case 'A' -> DAYS;
                    case 'w' -> "[0-6]";
                    default -> "";
                };
        if (c == '%') {
            return "%";
        }
        if (shape.isEmpty()) {
            throw TemplateError.value("'" + c + "' is a bad directive in format '" + format + "'");
        }
        directives.append(c);
        return "(" + shape + ")";
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
        try {
            return new Moment(LocalDateTime.of(date(found), java.time.LocalTime.of(
                            hour(found), number(found, 'M', 0), number(found, 'S', 0), nanos(found))),
                    offset(found));
        } catch (DateTimeException e) {
            throw TemplateError.value(String.valueOf(e.getMessage()));
        }
    }

    private static LocalDate date(Map<Character, String> found) {
        int year = number(found, 'Y', 1900);
        if (found.containsKey('y')) {
            int two = number(found, 'y', 0);
            year = two < 69 ? 2000 + two : 1900 + two;
        }
        if (found.containsKey('j')) {
            return LocalDate.ofYearDay(year, number(found, 'j', 1));
        }
        int month = number(found, 'm', 1);
        for (char c : new char[] {'b', 'B'}) {
            String name = found.get(c);
            if (name != null) {
                String prefix = name.substring(0, 3).toLowerCase(Locale.ROOT);
                month = 1 + MONTHS.indexOf(
                        MONTHS.stream().filter(m -> m.startsWith(prefix)).findFirst().orElseThrow());
            }
        }
        return LocalDate.of(year, month, number(found, 'd', 1));
    }

    private static int hour(Map<Character, String> found) {
        if (!found.containsKey('I')) {
            return number(found, 'H', 0);
        }
        int hour = number(found, 'I', 12) % 12;
        return "pm".equalsIgnoreCase(found.get('p')) ? hour + 12 : hour;
    }

    private static int nanos(Map<Character, String> found) {
        String digits = found.getOrDefault('f', "0");
        return Integer.parseInt(digits + "0".repeat(6 - digits.length())) * 1_000;
    }

    private static Optional<ZoneOffset> offset(Map<Character, String> found) {
        String text = found.get('z');
        if (text == null) {
            return found.containsKey('Z') ? Optional.of(ZoneOffset.UTC) : Optional.empty();
        }
        if (text.equalsIgnoreCase("z")) {
            return Optional.of(ZoneOffset.UTC);
        }
        String digits = text.substring(1).replace(":", "");
        int seconds = Integer.parseInt(digits.substring(0, 2)) * 3_600 + Integer.parseInt(digits.substring(2, 4)) * 60;
        return Optional.of(ZoneOffset.ofTotalSeconds(text.startsWith("-") ? -seconds : seconds));
    }

    private static int number(Map<Character, String> found, char directive, int otherwise) {
        String digits = found.get(directive);
        return digits == null ? otherwise : Integer.parseInt(digits);
    }
}
