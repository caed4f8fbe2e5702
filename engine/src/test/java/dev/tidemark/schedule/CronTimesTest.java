package dev.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # a plain day
            0 6 * * 1-5    | Europe/Berlin    | 2026-11-20T05:00:00Z | 2026-11-23T05:00:00Z
            0 6 * * *      | Europe/Berlin    | 2026-11-20T04:59:59Z | 2026-11-20T05:00:00Z
            0 6 * * *      | America/New_York | 2026-11-20T05:00:00Z | 2026-11-20T11:00:00Z
            # 02:30 is skipped on 29 March 2026: it fires when the clocks jump, once
            30 2 * * *     | Europe/Berlin    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z
            30 2 * * *     | Europe/Berlin    | 2026-03-29T01:00:00Z | 2026-03-30T00:30:00Z
            # 02:30 comes twice on 25 October 2026: it fires the first time only
            30 2 * * *     | Europe/Berlin    | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z
            30 2 * * *     | Europe/Berlin    | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z
            # every quarter of an hour goes on through the repeated hour
            */15 * * * *   | Europe/Berlin    | 2026-10-25T00:45:00Z | 2026-10-25T01:00:00Z
            */15 * * * *   | Europe/Berlin    | 2026-10-25T01:00:00Z | 2026-10-25T01:15:00Z
            30 2 * * *     | America/New_York | 2026-03-08T06:00:00Z | 2026-03-08T07:00:00Z
            30 1 * * *     | America/New_York | 2026-11-01T05:30:00Z | 2026-11-02T06:30:00Z
            # a leap day, also where a century leaves one out
            0 0 29 2 *     | Europe/Berlin    | 2026-01-01T00:00:00Z | 2028-02-28T23:00:00Z
            0 0 29 2 *     | America/New_York | 2096-03-01T00:00:00Z | 2104-02-29T05:00:00Z
            # either day counts where both are given
            0 0 13 * 5     | UTC              | 2026-11-01T00:00:00Z | 2026-11-06T00:00:00Z
            0 0 13 * 5     | UTC              | 2026-10-12T00:00:00Z | 2026-10-13T00:00:00Z
            # Sunday is 0 and 7
            0 0 * * 7      | UTC              | 2026-11-21T00:00:00Z | 2026-11-22T00:00:00Z
            0 0 * * 0      | UTC              | 2026-11-21T00:00:00Z | 2026-11-22T00:00:00Z
            0 9 * * MON    | UTC              | 2026-11-21T00:00:00Z | 2026-11-23T09:00:00Z
            """)
    void the_next_time_after_a_moment(String cron, String zone, Instant after, Instant next) {
        assertThat(CronTimes.parse(cron).after(after, ZoneId.of(zone))).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "61 * * * *",
                "* 24 * * *",
                "0 0 0 * *",
                "0 0 30 2 *",
                "a * * * *",
                "0 0 * 13 *",
                "*/0 * * * *",
                "5-1 * * * *",
                "@daily",
                "0 0 * * 8",
                "0 0 L * *",
                "0 0 ? * *"
            })
    void a_wrong_expression_is_refused_with_words(String cron) {
        assertThatThrownBy(() -> CronTimes.parse(cron))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    /** Random expressions against a clock that is stepped minute by minute through the days when clocks change. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T12:00:00Z",
        "Europe/Berlin, 2026-10-24T12:00:00Z",
        "America/New_York, 2026-03-07T18:00:00Z",
        "America/New_York, 2026-10-31T18:00:00Z",
        "Australia/Lord_Howe, 2026-04-04T00:00:00Z",
        "Australia/Lord_Howe, 2026-10-03T00:00:00Z",
        "Asia/Kathmandu, 2026-06-01T00:00:00Z"
    })
    void every_time_is_found_and_no_other(String zoneName, Instant start) {
        ZoneId zone = ZoneId.of(zoneName);
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            String cron = randomExpression(random);
            Instant from = start.plusSeconds(random.nextInt(600));
            Instant to = start.plus(60, ChronoUnit.HOURS);
            assertThat(found(CronTimes.parse(cron), zone, from, to))
                    .as("seed %d: %s", seed, cron)
                    .isEqualTo(stepped(cron, zone, start, from, to));
        }
    }

    @Test
    void equal_expressions_are_equal_however_they_are_spaced() {
        assertThat(CronTimes.parse(" 0  6 * * *")).isEqualTo(CronTimes.parse("0 6 * * *"));
        assertThat(CronTimes.parse(" 0  6 * * *").expression()).isEqualTo("0 6 * * *");
    }

    private static List<Instant> found(CronTimes times, ZoneId zone, Instant from, Instant to) {
        List<Instant> all = new ArrayList<>();
        for (Optional<Instant> next = times.after(from, zone);
                next.isPresent() && !next.get().isAfter(to);
                next = times.after(next.get(), zone)) {
            all.add(next.get());
        }
        return all;
    }

    private static List<Instant> stepped(String cron, ZoneId zone, Instant start, Instant from, Instant to) {
        boolean followsClock = cron.split(" ", -1)[1].startsWith("*");
        Set<LocalDateTime> seen = new HashSet<>();
        List<Instant> all = new ArrayList<>();
        LocalDateTime expected = LocalDateTime.ofInstant(start, zone);
        for (Instant at = start; !at.isAfter(to); at = at.plus(1, ChronoUnit.MINUTES)) {
            LocalDateTime time = LocalDateTime.ofInstant(at, zone);
            boolean fires = matches(cron, time) && (followsClock || !seen.contains(time));
            for (LocalDateTime skipped = expected; skipped.isBefore(time); skipped = skipped.plusMinutes(1)) {
                fires |= !followsClock && matches(cron, skipped);
            }
            seen.add(time);
            expected = time.plusMinutes(1);
            if (fires && at.isAfter(from)) {
                all.add(at);
            }
        }
        return all;
    }

    private static boolean matches(String cron, LocalDateTime time) {
        String[] field = cron.split(" ", -1);
        boolean day = set(field[2], 1, 31).get(time.getDayOfMonth());
        boolean weekday = set(field[4], 0, 7).get(time.getDayOfWeek().getValue() % 7);
        boolean either = !field[2].equals("*") && !field[4].equals("*");
        return set(field[0], 0, 59).get(time.getMinute())
                && set(field[1], 0, 23).get(time.getHour())
                && set(field[3], 1, 12).get(time.getMonthValue())
                && (either ? day || weekday : day && weekday);
    }

    private static BitSet set(String field, int least, int most) {
        BitSet set = new BitSet();
        for (String part : field.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            String[] range = stepped[0].equals("*") ? new String[] {"" + least, "" + most} : stepped[0].split("-", -1);
            int last = Integer.parseInt(range[range.length - 1]);
            int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
            for (int i = Integer.parseInt(range[0]); i <= last; i += step) {
                set.set(i);
            }
        }
        if (most == 7 && set.get(7)) {
            set.set(0);
        }
        return set;
    }

    private static String randomExpression(Random random) {
        return randomField(random, 0, 59, 0.8) + " " + randomField(random, 0, 4, 0.6) + " "
                + randomField(random, 1, 31, 0.2) + " * " + randomField(random, 0, 6, 0.2);
    }

    private static String randomField(Random random, int least, int most, double restricted) {
        if (random.nextDouble() >= restricted) {
            return "*";
        }
        int low = least + random.nextInt(most - least + 1);
        int high = low + random.nextInt(most - low + 1);
        return switch (random.nextInt(5)) {
            case 0 -> low + "-" + high;
            case 1 -> "*/" + (1 + random.nextInt(Math.max(1, most / 2)));
            case 2 -> low == high ? "" + low : low + "," + high;
            case 3 -> low + "-" + high + "/" + (1 + random.nextInt(3));
            default -> "" + low;
        };
    }

    @Test
    void the_zone_decides_when_a_day_begins() {
        assertThat(CronTimes.parse("0 0 * * *").after(Instant.parse("2026-07-01T12:00:00Z"), BERLIN))
                .contains(Instant.parse("2026-07-01T22:00:00Z"));
    }
}
