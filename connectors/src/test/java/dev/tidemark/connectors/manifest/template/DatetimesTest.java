package dev.tidemark.connectors.manifest.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatetimesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%s                       | 1705314030        | 2024-01-15T10:20:30Z",
                "%s_as_float              | 1705314030.25     | 2024-01-15T10:20:30.250Z",
                "%ms                      | 1705314030123     | 2024-01-15T10:20:30.123Z",
                "%epoch_microseconds      | 1705314030123456  | 2024-01-15T10:20:30.123456Z",
                "%Y-%m-%d                 | 2024-01-15        | 2024-01-15T00:00:00Z",
                "%Y-%m-%dT%H:%M:%S.%_msZ  | 2024-01-15T10:20:30.123Z | 2024-01-15T10:20:30.123Z",
                "%Y-%m-%dT%H:%M:%S%z      | 2024-01-15T10:20:30+0200 | 2024-01-15T08:20:30Z",
                "%d/%m/%y %I:%M %p        | 15/01/24 03:05 PM | 2024-01-15T15:05:00Z",
                "%b %d %Y                 | jan 5 2024        | 2024-01-05T00:00:00Z",
                "%G-W%V-%u                | 2024-W05-1        | 2024-01-29T00:00:00Z",
                "%Y %j                    | 2024 366          | 2024-12-31T00:00:00Z",
            })
    void a_time_is_read_by_its_format(String format, String text, Instant instant) {
        assertThat(Datetimes.parse(text, format).instant()).isEqualTo(instant);
    }

    @Test
    void an_epoch_may_be_a_number_too() {
        assertThat(Datetimes.parse(1_705_314_030L, "%s").instant()).isEqualTo(Instant.parse("2024-01-15T10:20:30Z"));
        assertThat(Datetimes.parse(1_705_314_030.25, "%s_as_float").instant())
                .isEqualTo(Instant.parse("2024-01-15T10:20:30.250Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%s                      | 1705314030",
                "%s_as_float             | 1705314030.123456",
                "%ms                     | 1705314030123",
                "%epoch_microseconds     | 1705314030123456",
                "%Y-%m-%dT%H:%M:%S.%_msZ | 2024-01-15T10:20:30.123Z",
                "%d %B %Y                | 15 January 2024",
            })
    void a_time_is_written_by_its_format(String format, String text) {
        Moment moment = Moment.utc(Instant.parse("2024-01-15T10:20:30.123456Z"));
        assertThat(Datetimes.format(moment, format)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%Y-%m-%d | 2024-13-01       | does not match format",
                "%Y-%m-%d | 2024-02-30       | Invalid date",
                "%Y-%m-%d | 2024-01-15T10    | unconverted data remains: T10",
                "%Q       | x                | bad directive",
                "%s       | x                | invalid literal for int()",
                "%s       | 99999999999999   | out of range",
                "%ms      | 9223372036854775807 | out of range",
            })
    void a_text_of_another_format_is_refused(String format, String text, String message) {
        assertThatThrownBy(() -> Datetimes.parse(text, format))
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining(message);
    }
}
