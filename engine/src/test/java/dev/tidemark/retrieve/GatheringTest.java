package dev.tidemark.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.access.TestAccount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.retrieve.Gathering.Seat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Gatherings gatherings = new Gatherings();
    private final Account account = account("here");

    private static Account account(String url) {
        return TestAccount.silent(Map.of("url", url), () -> NOON);
    }

    private static PageRequest of(String stream) {
        return PageRequest.first(
                StreamSpec.of(stream, List.of(Field.of("id", FieldType.TEXT)), "id", CursorKind.TIME),
                new Reading.Since(NOON));
    }

    @Test
    void who_is_alone_asks_at_once() {
        Seat seat = gatherings.join(account);
        assertThat(seat.turn(of("a"), 5)).containsExactly(seat);
    }

    @Test
    void whoever_is_first_asks_for_all_that_are_ready_and_each_gets_its_own_answer_once() {
        Seat a = gatherings.join(account);
        Seat b = gatherings.join(account);
        assertThat(a.turn(of("a"), 5)).as("b is about to be ready").isEmpty();
        List<Seat> party = b.turn(of("b"), 5);
        assertThat(party).containsExactly(b, a);
        assertThat(a.turn(of("a"), 5)).as("somebody asks for it").isEmpty();
        Answer first = new Answer.Retry("first");
        Answer second = new Answer.Stop("source.forbidden", "no", "grant it");
        b.settle(party, Optional.of(Map.of("b", first, "a", second)), NOON);
        assertThat(a.told(of("a")).orElseThrow().answer()).isEqualTo(second);
        assertThat(b.told(of("b")).orElseThrow().answer()).isEqualTo(first);
        assertThat(a.told(of("a"))).isEmpty();
    }

    @Test
    void one_that_does_not_get_ready_is_not_waited_for_for_ever_and_one_that_rests_not_at_all() {
        Seat a = gatherings.join(account);
        Seat slow = gatherings.join(account);
        int looks = 0;
        while (a.turn(of("a"), 5).isEmpty()) {
            looks++;
        }
        assertThat(looks).isEqualTo(10);
        Seat b = gatherings.join(account);
        slow.away();
        assertThat(b.turn(of("b"), 5)).containsExactly(b);
    }

    @Test
    void where_nothing_was_sent_all_wait_as_before_and_any_may_ask() {
        Seat a = gatherings.join(account);
        Seat b = gatherings.join(account);
        assertThat(a.turn(of("a"), 5)).isEmpty();
        List<Seat> party = b.turn(of("b"), 5);
        b.settle(party, Optional.empty(), NOON);
        assertThat(a.told(of("a"))).isEmpty();
        assertThat(a.turn(of("a"), 5)).containsExactly(a, b);
    }

    @Test
    void an_answer_to_another_request_is_dropped_and_a_part_without_an_answer_is_asked_again() {
        Seat a = gatherings.join(account);
        List<Seat> party = a.turn(of("a"), 5);
        a.settle(party, Optional.of(Map.of("a", new Answer.Retry("old"))), NOON);
        assertThat(a.told(of("a2"))).isEmpty();
        party = a.turn(of("a"), 5);
        a.settle(party, Optional.of(Map.of()), NOON);
        assertThat(a.told(of("a")).orElseThrow().answer()).isInstanceOf(Answer.Retry.class);
    }

    @Test
    void one_request_serves_no_more_than_it_can_and_no_stream_twice() {
        Seat a = gatherings.join(account);
        Seat twin = gatherings.join(account);
        Seat b = gatherings.join(account);
        Seat c = gatherings.join(account);
        assertThat(a.turn(of("a"), 5)).isEmpty();
        assertThat(twin.turn(of("a"), 5)).isEmpty();
        assertThat(b.turn(of("b"), 5)).isEmpty();
        assertThat(c.turn(of("c"), 2)).containsExactly(c, a);
        assertThat(b.turn(of("b"), 5)).as("nobody is asked for twice").containsExactly(b, twin);
    }

    @Test
    void who_has_left_is_not_waited_for_and_other_settings_are_another_account() {
        Seat a = gatherings.join(account);
        gatherings.join(account).leave();
        gatherings.join(account("elsewhere"));
        assertThat(a.turn(of("a"), 5)).containsExactly(a);
    }
}
