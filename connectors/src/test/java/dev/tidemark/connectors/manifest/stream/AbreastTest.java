package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each pass here is also read in parts, in several orders, and must come to the same ({@link Reader#read(String)}). */
class AbreastTest {

    private static final String EVENTS = """
        streams:
          - name: events
            retriever:
              requester: {url_base: "https://x.io/", path: events}
              record_selector: {extractor: {field_path: []}}
            incremental_sync:
              type: DatetimeBasedCursor
              cursor_field: at
              datetime_format: "%Y-%m-%d"
              start_datetime: "2024-01-01"
              step: P3D
              cursor_granularity: P1D
              start_time_option: {inject_into: request_parameter, field_name: from}
              end_time_option: {inject_into: request_parameter, field_name: to}
        """;

    private static Reader events(String yaml) {
        return Reader.of("events", yaml)
                .on("events?from=2024-01-01&to=2024-01-03", "[{'id': 1, 'at': '2024-01-02'}]")
                .on("events?from=2024-01-04&to=2024-01-06", "[]")
                .on("events?from=2024-01-07&to=2024-01-09", "[{'id': 2, 'at': '2024-01-09'}]");
    }

    @Test
    void windows_of_which_the_api_is_told_both_ends_are_asked_for_in_any_order() {
        Reader reader = events(EVENTS).on("events?from=2024-01-07&to=2024-01-10", "[{'id': 2, 'at': '2024-01-09'}]");
        assertThat(reader.machine().isAbreast()).isTrue();
        assertThat(reader.read("{}")).isEqualTo("{'at':'2024-01-09'}");
        assertThat(reader.asked).hasSize(3);
    }

    @Test
    void a_window_that_is_missing_is_not_covered_by_a_later_one_that_is_read() {
        Machine machine = events(EVENTS).machine();
        Abreast.Opened opened = machine.opened(machine.start(Map.of()), 3);
        assertThat(opened.parts()).hasSize(3);
        Position all = machine.folded(
                        opened.all(), "2", read(machine, opened, "2", "[{\"id\": 2, \"at\": \"2024-01-09\"}]"), true, 3)
                .all();
        assertThat(machine.state(all)).isEqualTo(Map.of("at", "2024-01-01"));
        all = machine.folded(all, "0", read(machine, opened, "0", "[{\"id\": 1, \"at\": \"2024-01-02\"}]"), true, 3)
                .all();
        assertThat(machine.state(all)).isEqualTo(Map.of("at", "2024-01-02"));
        Abreast.Opened end = machine.folded(all, "1", read(machine, opened, "1", "[]"), true, 3);
        assertThat(end.parts()).isEmpty();
        assertThat(machine.state(end.all())).isEqualTo(Map.of("at", "2024-01-09"));
    }

    private static Position read(Machine machine, Abreast.Opened opened, String name, String body) {
        Position part = Objects.requireNonNull(opened.parts().get(name));
        Machine.Step.Ask ask = (Machine.Step.Ask) machine.next(part, Tokens.inMemory());
        Outcome.Read read = (Outcome.Read) machine.answer(
                ask.at(), new HttpAnswer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8), Duration.ZERO), 1);
        return machine.settled(read.next());
    }

    @Test
    void windows_that_may_overlap_are_read_one_after_the_other() {
        assertThat(events(EVENTS.replaceAll(" *end_time_option.*\n", ""))
                        .machine()
                        .isAbreast())
                .as("the API is not told where a window ends")
                .isFalse();
        assertThat(events(EVENTS + "      is_data_feed: true\n").machine().isAbreast())
                .isFalse();
        assertThat(events(EVENTS.replaceAll(" *(step|cursor_granularity).*\n", ""))
                        .machine()
                        .isAbreast())
                .as("there is one window")
                .isFalse();
    }

    @Test
    void partitions_are_opened_as_others_end_and_never_more_than_may_be() {
        Machine machine = Reader.of("days", """
            streams:
              - name: days
                retriever:
                  requester: {url_base: "https://x.io/", path: "days/{{ stream_partition.day }}"}
                  record_selector: {extractor: {field_path: []}}
                  partition_router: {type: ListPartitionRouter, values: [a, b, c, d], cursor_field: day}
            """).machine();
        Abreast.Opened opened = machine.opened(machine.start(Map.of()), 2);
        assertThat(opened.parts().keySet()).containsExactly("0", "1");
        opened = machine.folded(opened.all(), "0", read(machine, opened, "0", "[]"), true, 2);
        assertThat(opened.parts().keySet()).containsExactly("0", "1");
        assertThat(Position.of(opened.all().text()).lanes()).hasSize(2);
        opened = machine.folded(opened.all(), "1", read(machine, opened, "1", "[]"), true, 2);
        opened = machine.folded(opened.all(), "1", read(machine, opened, "1", "[]"), true, 2);
        assertThat(opened.parts().keySet()).containsExactly("0");
        opened = machine.folded(opened.all(), "0", read(machine, opened, "0", "[]"), true, 2);
        assertThat(opened.parts()).isEmpty();
        assertThat(opened.all().isDone()).isTrue();
    }

    @Test
    void the_manifest_says_how_many_requests_are_made_at_once() throws BadManifest {
        assertThat(level("")).isEqualTo(4);
        assertThat(level("{default_concurrency: 7}")).isEqualTo(7);
        assertThat(level("{default_concurrency: 7, max_concurrency: 5}")).isEqualTo(5);
        assertThat(level("{default_concurrency: 1000}")).isEqualTo(16);
        assertThat(level("{default_concurrency: \"{{ config.get('workers', 3) }}\"}"))
                .isEqualTo(3);
        assertThatThrownBy(() -> level("{default_concurrency: none}")).hasMessageContaining("default_concurrency");
        assertThatThrownBy(() -> level("{default_concurrency: 3, max_concurrency: 0}"))
                .hasMessageContaining("max_concurrency");
    }

    private static int level(String said) throws BadManifest {
        String text = "version: 1\ncheck: {stream_names: []}\n" + EVENTS
                + (said.isEmpty() ? "" : "concurrency_level: " + said + "\n");
        return Manifest.load(text, InstantSource.fixed(Reader.NOW)).concurrency(Map.of());
    }
}
