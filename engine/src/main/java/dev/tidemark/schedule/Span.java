package dev.tidemark.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 30s}, {@code 15m}, {@code 3h}, {@code 1d}, {@code 1h30m}. */
public final class Span {

    /** The longest span that is read: a year. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    private Span() {}

    /** The span, or empty where the text is no span, is zero or is longer than {@link #LONGEST}. */
    public static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Duration span = Duration.ofDays(part(form, 1))
                .plusHours(part(form, 2))
                .plusMinutes(part(form, 3))
                .plusSeconds(part(form, 4));
        return span.isZero() || span.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(span);
    }

    /** The shortest text that {@link #parse} reads as this span; whole seconds only, the rest is dropped. */
    public static String format(Duration span) {
        String text = unit(span.toDaysPart(), "d")
                + unit(span.toHoursPart(), "h")
                + unit(span.toMinutesPart(), "m")
                + unit(span.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text;
    }

    private static long part(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String unit(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
