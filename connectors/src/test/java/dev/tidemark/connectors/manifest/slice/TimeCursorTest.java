package dev.tidemark.connectors.manifest.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeCursorTest {

    private static final Instant NOW = Instant.parse("2024-01-10T00:00:00Z");
    private static final Context CONTEXT = Context.of(Map.of("back", "P1D"));

    private final Problems problems = new Problems();

    @SuppressWarnings("unchecked")
    private TimeCursor cursor(String more) {
        String json = ("{'incremental_sync': {'type': 'DatetimeBasedCursor', 'cursor_field': 'at',"
                        + " 'datetime_format': '%Y-%m-%d', 'start_datetime': '2024-01-01'" + more + "}}")
                .replace('\'', '"');
        Node stream = new Node((Map<Object, Object>) Json.read(json), "stream", problems);
        return (TimeCursor)
                Cursor.of(stream, new Expressions(InstantSource.fixed(NOW))).orElseThrow();
    }

    private static CursorState open(TimeCursor cursor, String state) {
        return cursor.open(Map.of("at", state), Duration.ZERO, CONTEXT);
    }

    /** All windows of a pass, as {@code from..to}. */
    private static List<String> windows(TimeCursor cursor, CursorState state) {
        return windows(cursor, state, Duration.ZERO, NOW);
    }

    private static List<String> windows(TimeCursor cursor, CursorState state, Duration overlap, Instant now) {
        List<String> windows = new ArrayList<>();
        for (Segment segment : cursor.segments(state, overlap, CONTEXT, now)) {
            Optional<Segment> rest = Optional.of(segment);
            while (rest.isPresent()) {
                Cursor.Cut cut = cursor.cut(rest.get(), CONTEXT);
                windows.add(cut.window().fields().get("start_time") + ".."
                        + cut.window().fields().get("end_time"));
                rest = cut.rest();
            }
        }
        return windows;
    }

    @Test
    void without_a_step_there_is_one_window_from_the_start_to_now() {
        TimeCursor cursor = cursor("");
        assertThat(windows(cursor, cursor.open(Map.of(), Duration.ZERO, CONTEXT)))
                .containsExactly("2024-01-01..2024-01-10");
        assertThat(windows(cursor, open(cursor, "2024-01-08"))).containsExactly("2024-01-08..2024-01-10");
    }

    @Test
    void windows_end_a_grain_before_the_next_except_the_last() {
        TimeCursor cursor = cursor(", 'step': 'P4D', 'cursor_granularity': 'P1D'");
        assertThat(windows(cursor, cursor.open(Map.of(), Duration.ZERO, CONTEXT)))
                .containsExactly("2024-01-01..2024-01-04", "2024-01-05..2024-01-08", "2024-01-09..2024-01-10");
    }

    @Test
    void a_step_of_months_follows_the_calendar() {
        TimeCursor cursor = cursor(", 'step': 'P1M', 'cursor_granularity': 'P1D', 'end_datetime': '2024-04-01'");
        assertThat(windows(cursor, open(cursor, "2024-01-31")))
                .containsExactly("2024-01-31..2024-02-28", "2024-02-29..2024-03-28", "2024-03-29..2024-04-01");
    }

    @Test
    void looking_back_never_goes_before_the_start() {
        TimeCursor cursor = cursor(", 'lookback_window': '{{ config.back }}'");
        assertThat(windows(cursor, open(cursor, "2024-01-08"))).containsExactly("2024-01-07..2024-01-10");
        assertThat(windows(cursor, open(cursor, "2024-01-01"))).containsExactly("2024-01-01..2024-01-10");
    }

    @Test
    void an_overlap_reads_again_without_taking_the_state_back() {
        TimeCursor cursor = cursor("");
        CursorState state = open(cursor, "2024-01-08");
        assertThat(cursor.segments(state, Duration.ofDays(2), CONTEXT, NOW))
                .containsExactly(new Segment(Instant.parse("2024-01-06T00:00:00Z"), NOW, true));
        assertThat(cursor.message(state, CONTEXT)).isEqualTo(Map.of("at", "2024-01-08"));
    }

    @Test
    void a_state_before_the_start_is_lifted_to_it() {
        TimeCursor cursor = cursor("");
        CursorState state = open(cursor, "2020-05-05");
        assertThat(cursor.message(state, CONTEXT)).isEqualTo(Map.of("at", "2024-01-01"));
    }

    @Test
    void the_state_stops_before_the_first_window_that_is_not_read() {
        TimeCursor cursor = cursor(", 'step': 'P4D', 'cursor_granularity': 'P1D'");
        CursorState state = cursor.open(Map.of(), Duration.ZERO, CONTEXT);
        Window first = window("2024-01-01", "2024-01-04");
        Window third = window("2024-01-09", "2024-01-10");
        CursorState later = cursor.close(state, third, at("2024-01-09"), CONTEXT);
        assertThat(cursor.message(later, CONTEXT)).isEqualTo(Map.of("at", "2024-01-01"));
        CursorState both = cursor.close(later, first, at("2024-01-03"), CONTEXT);
        assertThat(cursor.message(both, CONTEXT)).isEqualTo(Map.of("at", "2024-01-03"));
        CursorState all = cursor.close(both, window("2024-01-05", "2024-01-08"), Optional.empty(), CONTEXT);
        assertThat(cursor.message(all, CONTEXT)).isEqualTo(Map.of("at", "2024-01-09"));
    }

    private static Window window(String from, String to) {
        return new Window(Map.of("start_time", from, "end_time", to));
    }

    private static Optional<Instant> at(String day) {
        return Optional.of(Instant.parse(day + "T00:00:00Z"));
    }

    @Test
    void a_state_of_windows_is_taken_over_and_its_gaps_are_read() {
        TimeCursor cursor = cursor(", 'step': 'P10D', 'cursor_granularity': 'P1D'");
        Map<Object, Object> given = Map.of(
                "state_type",
                "date-range",
                "slices",
                List.of(
                        Map.of("start", "2024-01-01", "end", "2024-01-03"),
                        Map.of("start", "2024-01-06", "end", "2024-01-08")));
        assertThat(windows(cursor, cursor.open(given, Duration.ZERO, CONTEXT)))
                .containsExactly("2024-01-04..2024-01-05", "2024-01-08..2024-01-10");
    }

    @Test
    void the_first_format_that_fits_is_taken() {
        TimeCursor cursor = cursor(", 'cursor_datetime_formats': ['%s', '%Y-%m-%dT%H:%M:%SZ']");
        assertThat(cursor.valueOf(Map.of("at", 1_704_067_200L), CONTEXT)).isEqualTo(at("2024-01-01"));
        assertThat(cursor.valueOf(Map.of("at", "2024-01-02T00:00:00Z"), CONTEXT))
                .isEqualTo(at("2024-01-02"));
        assertThat(cursor.valueOf(Map.of("at", "2024-01-03"), CONTEXT)).isEqualTo(at("2024-01-03"));
        assertThat(cursor.valueOf(Map.of("at", "yesterday"), CONTEXT)).isEmpty();
        assertThat(cursor.valueOf(Map.of(), CONTEXT)).isEmpty();
    }

    @Test
    void records_between_the_state_and_the_end_are_due_and_those_without_a_time_too() {
        TimeCursor cursor = cursor(", 'is_client_side_incremental': true");
        Due due = cursor.due(open(cursor, "2024-01-05"), Duration.ZERO, CONTEXT, NOW);
        assertThat(cursor.isDue(due, Map.of("at", "2024-01-04"), CONTEXT)).isFalse();
        assertThat(cursor.isDue(due, Map.of("at", "2024-01-05"), CONTEXT)).isTrue();
        assertThat(cursor.isDue(due, Map.of("at", "2024-01-10"), CONTEXT)).isTrue();
        assertThat(cursor.isDue(due, Map.of("at", "2024-01-11"), CONTEXT)).isFalse();
        assertThat(cursor.isDue(due, Map.of("id", 1L), CONTEXT)).isTrue();
    }

    @Test
    void clamped_windows_are_whole_months() {
        TimeCursor cursor = cursor(", 'step': 'P1M', 'cursor_granularity': 'P1D', 'clamping': {'target': 'MONTH'}");
        Instant now = Instant.parse("2024-04-15T12:00:00Z");
        assertThat(windows(cursor, open(cursor, "2024-01-31"), Duration.ZERO, now))
                .containsExactly("2024-02-01..2024-02-29", "2024-03-01..2024-03-31");
        assertThat(windows(cursor, cursor.open(Map.of(), Duration.ZERO, CONTEXT), Duration.ZERO, now))
                .hasSize(3)
                .startsWith("2024-01-01..2024-01-31");
        assertThat(windows(cursor, open(cursor, "2024-03-31"), Duration.ZERO, now))
                .as("a month that is not over is not asked for")
                .isEmpty();
    }

    @Test
    void an_overlap_reads_the_last_clamped_window_again() {
        TimeCursor cursor = cursor(", 'step': 'P1M', 'cursor_granularity': 'P1D', 'clamping': {'target': 'MONTH'}");
        Instant now = Instant.parse("2024-04-15T12:00:00Z");
        assertThat(windows(cursor, open(cursor, "2024-03-31"), Duration.ofMinutes(5), now))
                .containsExactly("2024-03-01..2024-03-31");
    }

    @Test
    void clamped_windows_are_weeks_from_the_day_that_the_manifest_says() {
        TimeCursor cursor = cursor(", 'step': 'P1W', 'cursor_granularity': 'P1D', 'clamping':"
                + " {'target': 'WEEK', 'target_details': {'weekday': 'SUNDAY'}}");
        assertThat(windows(cursor, open(cursor, "2024-01-02"), Duration.ZERO, Instant.parse("2024-01-24T10:00:00Z")))
                .containsExactly("2024-01-07..2024-01-13", "2024-01-14..2024-01-20");
    }

    @Test
    void clamped_windows_of_days_leave_none_out() {
        TimeCursor cursor = cursor(", 'step': 'P2D', 'cursor_granularity': 'P1D', 'clamping': {'target': 'DAY'}");
        assertThat(windows(cursor, open(cursor, "2024-01-02"), Duration.ZERO, Instant.parse("2024-01-07T10:00:00Z")))
                .containsExactly("2024-01-02..2024-01-03", "2024-01-04..2024-01-06");
    }

    @Test
    void what_does_not_fit_together_is_a_problem() {
        cursor(", 'step': 'P1D', 'is_data_feed': true, 'is_client_side_incremental': true, 'clamping': {'target':"
                + " 'YEAR'}");
        assertThat(problems.all())
                .extracting(Problem::what)
                .containsExactly(
                        "'step' and 'cursor_granularity' come together",
                        "'is_data_feed' and 'is_client_side_incremental' exclude each other",
                        "'target' is DAY, WEEK or MONTH, not YEAR");
    }
}
