package dev.tidemark.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.access.Account;
import dev.tidemark.access.TestAccount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.quota.Allowance;
import dev.tidemark.quota.Quota;
import dev.tidemark.quota.Unlimited;
import dev.tidemark.retrieve.Abreast.Turn;
import dev.tidemark.store.StoreUnavailable;
import dev.tidemark.sync.BackOff;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AbreastTest {

    private static final Duration AT_ONCE = Duration.ofNanos(1);
    private static final StreamSpec STREAM =
            StreamSpec.of("pages", List.of(Field.of("id", FieldType.TEXT)), "id", CursorKind.NONE);

    private final Piers piers = new Piers(6, 3);
    private final List<Runnable> begun = new ArrayList<>();
    private final Map<String, Integer> statuses = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> pages = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private int permits = Integer.MAX_VALUE;
    private Optional<RuntimeException> broken = Optional.empty();
    private PageRequest at = PageRequest.first(STREAM, new Reading.Everything()).next(Piers.START);

    private Abreast abreast(Executor asking) {
        Account account = TestAccount.of(
                Map.of(),
                (request, before) -> {
                    before.run();
                    return answer(request);
                },
                quota,
                () -> now);
        return new Abreast(
                piers,
                piers,
                account,
                account.open(),
                asking,
                () -> now,
                new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), RandomGenerator.getDefault()));
    }

    private HttpAnswer answer(HttpRequest request) {
        String lane = request.uri().getPath().substring(1);
        asked.add(lane);
        broken.ifPresent(e -> {
            throw e;
        });
        return new HttpAnswer(
                statuses.getOrDefault(lane, 200), Map.of(), lane.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    private final Quota quota = new Unlimited() {
        @Override
        public Optional<Duration> take(String account, Allowance allowance) {
            return permits-- > 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(5));
        }
    };

    private Abreast abreast = abreast(begun::add);

    private Turn turn() {
        Turn turn = abreast.next(at, true, AT_ONCE);
        if (turn instanceof Turn.Page page) {
            pages.add(new String(page.page().raw().body(), StandardCharsets.UTF_8));
            if (page.page().next() instanceof Next.More(String token)) {
                at = at.next(token);
            }
        } else if (turn instanceof Turn.Moved moved) {
            at = at.next(moved.later().token());
        }
        return turn;
    }

    /** The answer to one of the requests in the air comes. */
    private void comes(int number) {
        begun.remove(number).run();
    }

    private Turn end(IntUnaryOperator order) {
        for (int i = 0; i < 100; i++) {
            Turn turn = turn();
            if (!begun.isEmpty()) {
                comes(order.applyAsInt(begun.size()));
            } else if (turn instanceof Turn.Page page && page.page().next() instanceof Next.Done) {
                return turn;
            } else if (turn instanceof Turn.Quiet quiet) {
                now = now.plus(quiet.time());
            }
        }
        throw new AssertionError("no end: " + pages);
    }

    @Test
    void as_many_requests_are_in_the_air_as_there_are_parts_and_never_more_than_may_be() {
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        assertThat(begun).hasSize(3);
        comes(1);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        assertThat(pages).containsExactly("1.0");
        assertThat(begun).hasSize(2);
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        assertThat(begun).hasSize(3);
        end(size -> size - 1);
        assertThat(pages).containsExactlyInAnyOrderElementsOf(piers.all());
        assertThat(asked).as("each once").hasSameSizeAs(pages);
        assertThat(abreast.takeSent()).isEqualTo(12);
    }

    @Test
    void nothing_more_is_asked_where_there_is_no_room_and_what_is_in_the_air_is_handed_out() {
        turn();
        comes(0);
        abreast.next(at, false, AT_ONCE);
        assertThat(begun).hasSize(2);
        assertThat(abreast.isAsking()).isTrue();
    }

    @Test
    void each_request_takes_a_permit_and_one_that_gets_none_loses_no_answer_of_the_others() {
        permits = 2;
        turn();
        assertThat(begun).hasSize(2);
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        turn();
        assertThat(begun).as("nothing is asked before its time").hasSize(1);
        comes(0);
        turn();
        assertThat(pages).containsExactly("0.0", "1.0");
        assertThat(turn())
                .isEqualTo(new Turn.Quiet(Duration.ofSeconds(5), "the account's allowance is used up for now", true));
        permits = Integer.MAX_VALUE;
        end(size -> 0);
        assertThat(pages).containsExactlyInAnyOrderElementsOf(piers.all());
        assertThat(asked).as("each once").hasSameSizeAs(pages);
    }

    @Test
    void a_429_of_one_part_holds_up_all_but_not_the_answers_that_are_on_their_way() {
        statuses.put("1.0", 429);
        turn();
        comes(1);
        assertThat(turn()).isInstanceOf(Turn.Limit.class);
        comes(0);
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        assertThat(pages).containsExactly("0.0", "2.0");
        assertThat(begun).as("nothing is asked meanwhile").isEmpty();
        assertThat(turn()).isEqualTo(new Turn.Quiet(Duration.ofSeconds(17), "too many requests", true));
        statuses.clear();
        end(size -> 0);
        assertThat(pages).containsExactlyInAnyOrderElementsOf(piers.all());
    }

    @Test
    void a_fault_of_one_part_is_tried_again_after_a_rest_of_its_own() {
        statuses.put("0.0", 500);
        turn();
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        assertThat(begun).as("the others go on").hasSize(2);
        comes(0);
        turn();
        turn();
        now = now.plusSeconds(2);
        statuses.clear();
        turn();
        assertThat(begun).hasSize(3);
        end(size -> 0);
        assertThat(pages).containsExactlyInAnyOrderElementsOf(piers.all());
    }

    @Test
    void a_part_that_brings_faults_only_ends_the_run_when_all_that_is_in_the_air_is_handed_out() {
        statuses.put("0.0", 500);
        turn();
        for (int fault = 1; fault < Retrieval.MOST_FAULTS; fault++) {
            comes(fault == 1 ? 0 : 2);
            turn();
            now = now.plusSeconds(60);
            turn();
            assertThat(begun).as("those of the others, and the next try").hasSize(3);
        }
        comes(2);
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        assertThat(turn()).isEqualTo(new Turn.GivenUp(6, "HTTP 500"));
        assertThat(asked).hasSize(8);
    }

    @Test
    void a_stop_waits_for_what_the_others_bring() {
        statuses.put("1.0", 403);
        turn();
        comes(1);
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        comes(1);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        assertThat(begun).as("nothing more is asked").isEmpty();
        assertThat(turn())
                .isInstanceOfSatisfying(
                        Turn.Over.class, over -> assertThat(over.answer()).isInstanceOf(Answer.Stop.class));
        assertThat(pages).containsExactly("2.0", "0.0");
    }

    @Test
    void a_part_at_which_the_api_is_at_work_rests_and_its_new_place_is_told() {
        statuses.put("0.0", 202);
        turn();
        comes(0);
        assertThat(turn())
                .isInstanceOfSatisfying(
                        Turn.Moved.class,
                        moved -> assertThat(moved.later().token()).isEqualTo("0.0! 1.0 2.0|3"));
        turn();
        assertThat(begun).as("it is not asked again so soon").hasSize(2);
        now = now.plusSeconds(40);
        turn();
        assertThat(begun).hasSize(3);
        end(size -> 0);
        assertThat(pages).hasSize(12).contains("0.0!");
    }

    @Test
    void a_part_that_is_reached_by_another_way_goes_on_at_once() {
        statuses.put("0.0", 205);
        turn();
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Moved.class);
        turn();
        assertThat(begun).hasSize(3);
        end(size -> 0);
        assertThat(pages).hasSize(12).contains("0.0!");
    }

    @Test
    void a_store_that_is_away_is_no_fault_and_any_other_error_ends_the_run_after_the_others() {
        turn();
        broken = Optional.of(new StoreUnavailable("away", new IllegalStateException()));
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        broken = Optional.of(new IllegalStateException("a fault of ours"));
        comes(0);
        broken = Optional.empty();
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Page.class);
        assertThatThrownBy(this::turn).hasMessage("a fault of ours");
    }

    @Test
    void a_page_that_could_not_be_kept_is_asked_for_again_and_the_answers_of_the_others_count() {
        turn();
        comes(0);
        PageRequest before = at;
        turn();
        at = before;
        pages.clear();
        turn();
        assertThat(begun).hasSize(3);
        end(size -> 0);
        assertThat(pages).containsExactlyInAnyOrderElementsOf(piers.all());
        assertThat(asked).hasSize(13);
    }

    @Test
    void what_was_asked_for_another_reading_is_dropped_and_never_twice_in_the_air() {
        turn();
        abreast.forget();
        turn();
        assertThat(begun).as("the same names are still taken").hasSize(3);
        comes(0);
        assertThat(turn()).isInstanceOf(Turn.Nothing.class);
        assertThat(pages).isEmpty();
        end(size -> 0);
        assertThat(pages).containsExactlyInAnyOrderElementsOf(piers.all());
        assertThat(asked).hasSize(15);
    }

    @Test
    void a_clock_that_goes_back_makes_no_rest_longer() {
        statuses.put("0.0", 500);
        turn();
        comes(0);
        turn();
        now = now.minusSeconds(3600);
        statuses.clear();
        turn();
        assertThat(begun).hasSize(3);
    }

    @Test
    void on_threads_the_api_sees_as_many_requests_at_once() throws InterruptedException {
        var inside = new AtomicInteger();
        var highest = new AtomicInteger();
        var all = new CountDownLatch(3);
        abreast = abreast(task -> Thread.ofVirtual().start(() -> {
            highest.accumulateAndGet(inside.incrementAndGet(), Math::max);
            all.countDown();
            try {
                assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            inside.decrementAndGet();
            synchronized (asked) {
                task.run();
            }
        }));
        for (int i = 0; i < 10_000 && pages.size() < 12; i++) {
            Turn turn = abreast.next(at, true, Duration.ofSeconds(10));
            if (turn instanceof Turn.Page page) {
                pages.add(new String(page.page().raw().body(), StandardCharsets.UTF_8));
                at = page.page().next() instanceof Next.More(String token) ? at.next(token) : at;
            }
        }
        assertThat(pages).containsExactlyInAnyOrderElementsOf(piers.all());
        assertThat(highest).hasValue(3);
    }
}
