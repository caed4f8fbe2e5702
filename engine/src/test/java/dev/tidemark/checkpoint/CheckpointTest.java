package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.Tide.Deletes;
import dev.tidemark.sync.Layout;
import dev.tidemark.workspace.FieldChoice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LAG = Duration.ofMinutes(5);

    private static StreamSpec stream(CursorKind cursor, String... fields) {
        return StreamSpec.of(
                "Account",
                List.of(fields).stream().map(f -> Field.of(f, FieldType.TEXT)).toList(),
                "Id",
                cursor);
    }

    private static List<Column> columns(StreamSpec stream) {
        return Layout.ALL.columns(stream);
    }

    private static Checkpoint readThrough(StreamSpec stream, Instant started) {
        Pass pass = Checkpoint.NONE.nextPass(stream, columns(stream), false);
        return Checkpoint.NONE.passed(pass.begun(started), 3, Optional.empty(), LAG, Optional.empty());
    }

    @Test
    void the_first_pass_reads_everything() {
        Pass pass = Checkpoint.NONE.nextPass(
                stream(CursorKind.TIME, "Id", "Name"), columns(stream(CursorKind.TIME, "Id", "Name")), false);
        assertThat(pass.reading()).isEqualTo(new Reading.Everything());
    }

    @Test
    void the_next_pass_starts_before_the_last_one_began_by_the_safety_lag() {
        StreamSpec stream = stream(CursorKind.TIME, "Id");
        assertThat(readThrough(stream, NOON)
                        .nextPass(stream, columns(stream), false)
                        .reading())
                .isEqualTo(new Reading.Since(NOON.minus(LAG)));
    }

    @Test
    void the_cursor_never_moves_back_when_the_sources_clock_does() {
        StreamSpec stream = stream(CursorKind.TIME, "Id");
        Checkpoint first = readThrough(stream, NOON);
        Pass again = first.nextPass(stream, columns(stream), false);
        Checkpoint second =
                first.passed(again.begun(NOON.minusSeconds(3600)), 4, Optional.empty(), LAG, Optional.empty());
        assertThat(second.since()).contains(NOON.minus(LAG));
    }

    @Test
    void a_pass_that_was_cut_off_goes_on_where_its_last_page_ended() {
        StreamSpec stream = stream(CursorKind.TIME, "Id");
        Pass pass = Checkpoint.NONE.nextPass(stream, columns(stream), false);
        Pass paged = pass.begun(NOON).with(7).after("after-7");
        Checkpoint cut = Checkpoint.NONE.paged(paged, 7);
        assertThat(cut.nextPass(stream, columns(stream), false)).isEqualTo(paged);
    }

    @Test
    void a_field_more_makes_the_next_pass_read_everything() {
        Checkpoint read = readThrough(stream(CursorKind.TIME, "Id"), NOON);
        assertThat(read.nextPass(
                                stream(CursorKind.TIME, "Id", "Name"),
                                columns(stream(CursorKind.TIME, "Id", "Name")),
                                false)
                        .reading())
                .isEqualTo(new Reading.Everything());
    }

    /** What a reading of everything need not tell of, deletes, is asked for from where changes were last asked for. */
    @Test
    void deletes_are_not_passed_by_by_a_reading_of_everything() {
        StreamSpec stream = stream(CursorKind.TIME, "Id");
        assertThat(afterReadingAllAgain(stream, Deletes.TOLD)).contains(NOON.minus(LAG));
        assertThat(afterReadingAllAgain(stream, Deletes.ALWAYS_TOLD))
                .contains(NOON.plusSeconds(3600).minus(LAG));
    }

    private static Optional<Instant> afterReadingAllAgain(StreamSpec stream, Deletes deletes) {
        Checkpoint read = readThrough(stream, NOON);
        Instant later = NOON.plusSeconds(3600);
        Pass all = read.nextPass(stream, columns(stream), true).begun(later);
        var reached = new Reached(later.minus(LAG), true, true, deletes, Optional.empty(), 4, 4, "");
        return read.passed(all, 4, Optional.empty(), LAG, Optional.of(reached)).since();
    }

    @Test
    void what_a_pass_has_reached_is_kept_as_it_was() {
        var reached = new Reached(NOON, true, false, Deletes.ABSENCE, Optional.of(NOON.minus(LAG)), 4, 9, "abc");
        assertThat(Reached.ofJson(reached.toJson())).isEqualTo(reached);
    }

    @Test
    void a_field_less_does_not() {
        Checkpoint read = readThrough(stream(CursorKind.TIME, "Id", "Name"), NOON);
        assertThat(read.nextPass(stream(CursorKind.TIME, "Id"), columns(stream(CursorKind.TIME, "Id")), false)
                        .reading())
                .isInstanceOf(Reading.Since.class);
    }

    @Test
    void an_opaque_cursor_is_kept_where_a_pass_brings_no_new_one() {
        StreamSpec stream = stream(CursorKind.OPAQUE, "Id");
        Pass first = Checkpoint.NONE.nextPass(stream, columns(stream), false);
        Checkpoint read = Checkpoint.NONE.passed(first, 1, Optional.of("tok en=="), LAG, Optional.empty());
        Checkpoint again =
                read.passed(read.nextPass(stream, columns(stream), false), 2, Optional.empty(), LAG, Optional.empty());
        assertThat(again.nextPass(stream, columns(stream), false).reading()).isEqualTo(new Reading.From("tok en=="));
    }

    @Test
    void a_reset_reads_everything_and_goes_on_in_the_line_of_pages() {
        StreamSpec stream = stream(CursorKind.TIME, "Id");
        Checkpoint reset = readThrough(stream, NOON).reset();
        assertThat(reset.lastPage()).isEqualTo(3);
        assertThat(reset.nextPass(stream, columns(stream), false).reading()).isEqualTo(new Reading.Everything());
    }

    @Test
    void a_stream_comes_back_from_json_as_it_went() {
        StreamSpec stream = new StreamSpec(
                "Account",
                List.of(
                        new Field("Id", FieldType.TEXT, "id", false),
                        new Field("SystemModstamp", FieldType.INSTANT, "datetime", false)),
                List.of("Id"),
                CursorKind.TIME,
                Optional.of("SystemModstamp"),
                true,
                java.util.Set.of("Id"));
        assertThat(StreamJson.read(StreamJson.write(stream))).isEqualTo(stream);
    }

    private static Checkpoint lookedForChanges(Checkpoint read, StreamSpec stream) {
        Pass pass = read.nextPass(stream, columns(stream), false);
        return read.passed(pass, 5, Optional.empty(), LAG, Optional.empty());
    }

    @Test
    void a_field_that_was_left_out_for_a_while_makes_the_next_pass_read_everything() {
        StreamSpec both = stream(CursorKind.TIME, "Id", "Name");
        StreamSpec less = stream(CursorKind.TIME, "Id");
        Checkpoint passedBy = lookedForChanges(readThrough(both, NOON), less);
        assertThat(passedBy.nextPass(both, columns(both), false).reading()).isEqualTo(new Reading.Everything());
        assertThat(passedBy.nextPass(less, columns(less), false).reading()).isInstanceOf(Reading.Since.class);
    }

    @Test
    void a_field_of_another_type_makes_the_next_pass_read_everything() {
        StreamSpec text = stream(CursorKind.TIME, "Id", "Size");
        StreamSpec number = StreamSpec.of(
                "Account",
                List.of(Field.of("Id", FieldType.TEXT), Field.of("Size", FieldType.DECIMAL)),
                "Id",
                CursorKind.TIME);
        assertThat(readThrough(text, NOON)
                        .nextPass(number, columns(number), false)
                        .reading())
                .isEqualTo(new Reading.Everything());
    }

    @Test
    void a_column_of_another_name_makes_the_next_pass_read_everything() {
        StreamSpec stream = stream(CursorKind.TIME, "Id", "Name");
        Layout renamed = new Layout(new FieldChoice(Set.of(), Set.of(), Map.of("Name", "title")));
        assertThat(readThrough(stream, NOON)
                        .nextPass(stream, renamed.columns(stream), false)
                        .reading())
                .isEqualTo(new Reading.Everything());
    }
}
