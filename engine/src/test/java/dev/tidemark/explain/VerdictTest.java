package dev.tidemark.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.explain.Verdict.State;
import dev.tidemark.rejection.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final UUID RUN = new UUID(1, 1);
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final Checkpoint TO_9 = new Checkpoint(
            9, 9, Optional.of(T), Optional.empty(), Set.of("id TEXT id"), Optional.empty(), Optional.empty());

    private static Sighting seen(long page, boolean deleted) {
        return new Sighting(page, 0, RUN, T, Optional.of(T.plusSeconds(page)), deleted, Optional.empty(), "{}");
    }

    private static ArchiveSearch.Found found(List<ArchiveSearch.Lacking> lacking, Sighting... sightings) {
        return new ArchiveSearch.Found(
                List.of(sightings),
                true,
                9,
                90,
                List.of(),
                Optional.of(new ArchiveSearch.Oldest(1, T)),
                lacking,
                List.of());
    }

    private static RowLookup.Kept row(long page, boolean deleted) {
        return new RowLookup.Kept(
                Optional.of(new RowLookup.Row(
                        Map.of("id", "a"),
                        Optional.of(T.plusSeconds(page)),
                        T,
                        page,
                        deleted ? Optional.of(T) : Optional.empty())),
                Optional.empty(),
                OptionalLong.empty());
    }

    private static Verdict of(RowLookup.Kept kept, ArchiveSearch.Found found, Rejection... rejections) {
        return Verdict.of(new Evidence(TO_9, found, List.of(rejections), Optional.of(kept)));
    }

    private static Rejection rejected(long page) {
        return new Rejection(page, 0, RUN, "a", "size", "not a number", "x", "{}", T);
    }

    @Test
    void a_row_tells_the_page_that_brought_it_and_each_sighting_its_fate() {
        Evidence evidence = new Evidence(
                TO_9,
                found(List.of(), seen(8, false), seen(5, false), seen(2, false)),
                List.of(),
                Optional.of(row(5, false)));
        assertThat(Verdict.of(evidence).state()).isEqualTo(State.THERE);
        assertThat(Verdict.of(evidence).says()).contains("page 5");
        assertThat(evidence.found().sightings().stream().map(evidence::fate))
                .containsExactly(Evidence.Fate.UNCHANGED, Evidence.Fate.WRITTEN, Evidence.Fate.OLDER);
    }

    @Test
    void a_newer_record_that_was_rejected_makes_the_row_stale_and_none_a_rejection() {
        Verdict stale = of(row(2, false), found(List.of(), seen(5, false)), rejected(5));
        assertThat(stale.state()).isEqualTo(State.STALE);
        assertThat(stale.says()).contains("page 5").contains("size: not a number");
        Verdict rejected = of(RowLookup.Kept.NOTHING, found(List.of(), seen(5, false)), rejected(5));
        assertThat(rejected.state()).isEqualTo(State.REJECTED);
        assertThat(of(RowLookup.Kept.NOTHING, found(List.of()), rejected(1)).says())
                .contains("no longer kept");
    }

    @Test
    void a_page_that_is_not_loaded_yet_makes_it_wait() {
        Verdict waiting = Verdict.of(new Evidence(
                new Checkpoint(
                        9, 4, Optional.of(T), Optional.empty(), Set.of("id"), Optional.empty(), Optional.empty()),
                found(List.of(), seen(5, false)),
                List.of(),
                Optional.of(RowLookup.Kept.NOTHING)));
        assertThat(waiting.state()).isEqualTo(State.WAITING);
        assertThat(waiting.says()).contains("page 5");
    }

    @Test
    void a_delete_tells_whether_a_tombstone_or_two_readings_said_so() {
        Verdict tombstone = of(row(6, true), found(List.of(), seen(6, true), seen(2, false)));
        assertThat(tombstone.state()).isEqualTo(State.DELETED);
        assertThat(tombstone.says()).contains("page 6 said that the record is deleted");
        var lacking = List.of(new ArchiveSearch.Lacking(7, 9), new ArchiveSearch.Lacking(4, 6));
        assertThat(of(row(9, true), found(lacking, seen(2, false))).says()).contains("pages 7 to 9 and pages 4 to 6");
        assertThat(of(RowLookup.Kept.NOTHING, found(lacking, seen(2, false))).state())
                .isEqualTo(State.DELETED);
        RowLookup.Kept buried = new RowLookup.Kept(Optional.empty(), Optional.of(T), OptionalLong.empty());
        assertThat(of(buried, found(List.of())).says()).contains("no longer kept");
    }

    @Test
    void what_was_never_seen_is_told_apart_from_what_was_not_read_yet() {
        assertThat(of(RowLookup.Kept.NOTHING, found(List.of())).state()).isEqualTo(State.NEVER_SEEN);
        Verdict early = Verdict.of(
                new Evidence(Checkpoint.NONE, found(List.of()), List.of(), Optional.of(RowLookup.Kept.NOTHING)));
        assertThat(early.state()).isEqualTo(State.NOT_READ_YET);
    }

    @Test
    void what_was_loaded_and_is_gone_from_the_table_is_missing() {
        assertThat(of(RowLookup.Kept.NOTHING, found(List.of(), seen(5, false))).state())
                .isEqualTo(State.MISSING);
    }

    @Test
    void keys_that_a_person_may_have_meant_are_told() {
        assertThat(Alike.are("003000000000001AAA", "003000000000001")).isTrue();
        assertThat(Alike.are("abcde", "ABCDE")).isTrue();
        assertThat(Alike.are("12345", "12435")).isTrue();
        assertThat(Alike.are("12345", "1235")).isTrue();
        assertThat(Alike.are("12345", "12375")).isTrue();
        assertThat(Alike.are("12345", "12377")).isFalse();
        assertThat(Alike.are("123", "124")).isFalse();
    }
}
