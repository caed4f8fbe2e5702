package dev.tidemark.connectors.manifest.slice;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Impossible;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * Windows that begin and end with days, weeks or months, in UTC: only whole ones are asked for.
 *
 * @param weekday with which a week begins
 */
record Clamp(Expression target, Optional<DayOfWeek> weekday) {

    static Optional<Clamp> of(Node cursor, Expressions expressions) {
        return cursor.child("clamping").map(node -> {
            String target = node.need("target");
            Optional<DayOfWeek> weekday = node.child("target_details")
                    .filter(details -> details.has("weekday"))
                    .flatMap(details -> weekday(details));
            if (!target.contains("{") && !target.isEmpty()) {
                if (!target.equals("DAY") && !target.equals("WEEK") && !target.equals("MONTH")) {
                    node.problem("'target' is DAY, WEEK or MONTH, not " + target);
                }
                if (target.equals("WEEK") && !node.map("target_details").containsKey("weekday")) {
                    node.problem("WEEK needs 'target_details' with the 'weekday' on which weeks begin");
                }
            }
            return new Clamp(expressions.need(node, "target"), weekday);
        });
    }

    private static Optional<DayOfWeek> weekday(Node details) {
        String word = details.need("weekday");
        try {
            return Optional.of(DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            details.problem("'weekday' is a day such as MONDAY, not " + word);
            return Optional.empty();
        }
    }

    /** The beginning of the period in which this is. */
    Instant down(Instant time, Context context) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        LocalDate first = switch (target.text(context)) {
            case "DAY" -> day;
            case "WEEK" ->
                day.with(TemporalAdjusters.previousOrSame(weekday.orElseThrow(
                        () -> new Impossible("windows of weeks need the weekday on which weeks begin"))));
            case "MONTH" -> day.withDayOfMonth(1);
            default -> throw new Impossible("windows are clamped to DAY, WEEK or MONTH, not " + target.text(context));
        };
        return first.atTime(LocalTime.MIN).toInstant(ZoneOffset.UTC);
    }

    /** The beginning of the period in which this is, where this is that; else of the next one. */
    Instant up(Instant time, Context context) {
        Instant down = down(time, context);
        return down.equals(time) ? time : after(down, context);
    }

    private Instant after(Instant beginning, Context context) {
        LocalDate day = LocalDate.ofInstant(beginning, ZoneOffset.UTC);
        LocalDate next = switch (target.text(context)) {
            case "DAY" -> day.plusDays(1);
            case "WEEK" -> day.plusWeeks(1);
            default -> day.plusMonths(1);
        };
        return next.atTime(LocalTime.MIN).toInstant(ZoneOffset.UTC);
    }

    /** How far the end of the last whole period lies before the next, where the manifest does not say. */
    Duration granularity(Context context) {
        return target.text(context).equals("DAY") ? Duration.ofSeconds(1) : Duration.ofDays(1);
    }
}
