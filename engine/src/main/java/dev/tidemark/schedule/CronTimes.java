package dev.tidemark.schedule;

import static com.cronutils.model.CronType.UNIX;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The times that a cron expression of five fields names: minute, hour, day of month, month, day of week.
 *
 * <p>Where clocks change, the rule is that of the classic cron daemon. An expression with fixed hours ({@code 30 2 * * *})
 * fires once on each day: a time that the clocks skip fires at the moment of the jump, and one that comes twice fires the
 * first time. An expression whose hour begins with a star ({@code 15 * * * *}) follows the clock as it runs: it fires
 * in both passes of a repeated hour and owes nothing for a skipped one.
 */
public final class CronTimes {

    private final String expression;
    private final ExecutionTime local;
    private final boolean everyHour;

    private CronTimes(String expression, ExecutionTime local, boolean everyHour) {
        this.expression = expression;
        this.local = local;
        this.everyHour = everyHour;
    }

    /** @throws IllegalArgumentException where the expression is wrong; the message is for the person who wrote it */
    public static CronTimes parse(String expression) {
        String[] fields = expression.strip().split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "a cron expression has five fields (minute hour day-of-month month day-of-week), this has "
                            + (expression.isBlank() ? 0 : fields.length));
        }
        String tidy = String.join(" ", fields);
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(UNIX));
        ExecutionTime local = ExecutionTime.forCron(parser.parse(tidy).validate());
        CronTimes times = new CronTimes(tidy, local, fields[1].startsWith("*"));
        if (times.nextLocal(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw new IllegalArgumentException("the expression names no day that exists");
        }
        return times;
    }

    public String expression() {
        return expression;
    }

    /** The first time after this moment; empty where there is none. */
    public Optional<Instant> after(Instant moment, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Instant from = moment;
        // Each turn looks at one stretch without a change of clocks. The longest wait is eight years, for a 29 February
        // around 2100, and no zone changes its clocks more than four times a year.
        for (int stretch = 0; stretch <= 40; stretch++) {
            ZoneOffset offset = rules.getOffset(from);
            Optional<ZoneOffsetTransition> change = Optional.ofNullable(rules.nextTransition(from));
            Optional<LocalDateTime> found = nextLocal(firstUnfired(LocalDateTime.ofInstant(from, offset), from, rules));
            Optional<Instant> candidate = found.map(time -> time.toInstant(offset));
            if (change.isEmpty()
                    || candidate.filter(change.get().getInstant()::isAfter).isPresent()) {
                return candidate;
            }
            ZoneOffsetTransition jump = change.get();
            if (firesAt(jump, found)) {
                return Optional.of(jump.getInstant());
            }
            from = jump.getInstant();
        }
        return Optional.empty();
    }

    /** Whether something fires at the very moment of a change: a time skipped by it, or one that begins with it. */
    private boolean firesAt(ZoneOffsetTransition jump, Optional<LocalDateTime> next) {
        if (jump.isGap() && !everyHour) {
            return next.filter(time -> time.isBefore(jump.getDateTimeAfter().plusMinutes(1)))
                    .isPresent();
        }
        return (everyHour || jump.isGap())
                && nextLocal(jump.getDateTimeAfter().minusMinutes(1))
                        .filter(jump.getDateTimeAfter()::equals)
                        .isPresent();
    }

    /** In the second pass of a repeated hour, fixed times have fired already: go on where the local time is new. */
    private LocalDateTime firstUnfired(LocalDateTime time, Instant at, ZoneRules rules) {
        ZoneOffsetTransition last = rules.previousTransition(at.plusNanos(1));
        boolean repeated = !everyHour && last != null && last.isOverlap() && time.isBefore(last.getDateTimeBefore());
        return repeated ? last.getDateTimeBefore().minusNanos(1) : time;
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        return local.nextExecution(after.atZone(ZoneOffset.UTC)).map(time -> time.toLocalDateTime());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronTimes that && expression.equals(that.expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return expression;
    }
}
