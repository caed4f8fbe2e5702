package dev.tidemark.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Iso8601Test {

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T07:25:37.000+0000, 2026-05-01T07:25:37Z",
        "2026-05-01T07:25:37Z, 2026-05-01T07:25:37Z",
        "2026-05-01T07:25Z, 2026-05-01T07:25:00Z",
        "2026-05-01 07:25:37.5+02:00, 2026-05-01T05:25:37.5Z",
        "2026-05-01T07:25:37.1234567-0930, 2026-05-01T16:55:37.123456Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "2024-02-29T00:00:00+05, 2024-02-28T19:00:00Z",
    })
    void moments_are_read_to_the_microsecond(String text, Instant moment) {
        assertThat(instant(text)).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-01T07:25:37",
                "2026-13-01T07:25:37Z",
                "2026-02-29T07:25:37Z",
                "2026-05-01T07:25:61Z",
                "2026-05-01T07:25:3Z",
                "2026-05-01T07:25:37.Z",
                "2026-05-01T07:25:37+1",
                "2026-05-01T07:25:37+00:0",
                "2026-05-01T07:25:37+0000Z",
                "2026-05-01T",
                "yesterday",
                "",
            })
    void what_is_no_moment_is_a_misfit(String text) {
        assertThat(instant(text)).isEqualTo(Conversions.MISFIT);
    }

    @Test
    void any_day_is_read_as_the_calendar_has_it() {
        var random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            var day = LocalDate.ofEpochDay(random.nextInt(-600_000, 700_000));
            if (day.getYear() > 999 && day.getYear() < 10_000) {
                assertThat(Conversions.ISO.date(day.toString().toCharArray(), 0, 10))
                        .isEqualTo(day.toEpochDay());
            }
        }
    }

    @Test
    void garbage_never_throws() {
        var random = new Random(13);
        for (int round = 0; round < 50_000; round++) {
            char[] chars = new char[random.nextInt(32)];
            for (int i = 0; i < chars.length; i++) {
                chars[i] = "0123456789-:+.TZ x".charAt(random.nextInt(18));
            }
            Conversions.ISO.instant(chars, 0, chars.length);
            Conversions.ISO.date(chars, 0, chars.length);
            assertThat(Conversions.ISO.time(chars, 0, chars.length)).isLessThan(86_400_000_000L);
        }
    }

    private static long instant(String text) {
        return Conversions.ISO.instant(text.toCharArray(), 0, text.length());
    }
}
