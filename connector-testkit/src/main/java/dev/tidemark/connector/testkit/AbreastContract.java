package dev.tidemark.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Lane;
import dev.tidemark.connector.Lanes;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.ReadsAbreast;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on where parts of a stream are asked for at the same time, beside the {@link SourceContract} of the
 * stream. The stand-in holds a stream of at least three such parts, and answers each request by itself.
 */
public abstract class AbreastContract extends ConnectorContract {

    private static final int ORDERS = 40;
    private static final int MOST_ANSWERS = 1_000;

    @Override
    protected abstract SourceConnector connector();

    /** The stream that the suite reads. */
    protected abstract String stream();

    protected Reading reading() {
        return new Reading.Everything();
    }

    private ReadsAbreast abreast() {
        return (ReadsAbreast) connector();
    }

    @Test
    void parts_asked_at_the_same_time_bring_in_any_order_what_one_line_of_pages_brings() {
        var alone = new Crossing(1, 0);
        alone.through();
        assertThat(alone.records).isNotEmpty();
        for (int order = 0; order < ORDERS; order++) {
            var crossing = new Crossing(2 + order % 4, order);
            crossing.through();
            assertThat(crossing.records).as("order %s", order).containsExactlyInAnyOrderElementsOf(alone.records);
            assertThat(crossing.cursor).as("the next pass, order %s", order).isEqualTo(alone.cursor);
            assertThat(crossing.api.asked()).as("requests, order %s", order).hasSameSizeAs(alone.api.asked());
            assertThat(crossing.mostInTheAir).isBetween(2, 2 + order % 4);
        }
    }

    @Test
    void a_crash_after_any_answer_loses_nothing_and_asks_again_for_what_was_in_the_air() {
        var whole = new Crossing(4, 0);
        whole.through();
        for (int crash = 1; crash < whole.folded; crash++) {
            var crossing = new Crossing(4, crash);
            crossing.crashAfter = crash;
            crossing.through();
            assertThat(crossing.records)
                    .as("a crash after answer %s", crash)
                    .containsExactlyInAnyOrderElementsOf(whole.records);
            assertThat(crossing.cursor).isEqualTo(whole.cursor);
            assertThat(crossing.api.asked().size() - whole.api.asked().size())
                    .as("asked again after a crash after answer %s", crash)
                    .isEqualTo(crossing.lost)
                    .isLessThan(4);
        }
    }

    @Test
    void a_place_at_which_parts_were_asked_for_is_read_on_alone() {
        var whole = new Crossing(4, 0);
        whole.through();
        for (int turn = 1; turn < whole.folded; turn++) {
            var crossing = new Crossing(4, turn);
            crossing.aloneAfter = turn;
            crossing.through();
            assertThat(crossing.records)
                    .as("alone after answer %s", turn)
                    .containsExactlyInAnyOrderElementsOf(whole.records);
            assertThat(crossing.cursor).isEqualTo(whole.cursor);
        }
    }

    @Test
    void a_part_that_meets_a_fault_stays_where_it_is() {
        var whole = new Crossing(4, 0);
        whole.through();
        for (int request = 0; request < whole.api.asked().size(); request++) {
            for (Step fault :
                    List.of(Step.fails(true), Step.answering(502, "text/html", "<html>"), tooManyRequests())) {
                var crossing = new Crossing(4, request);
                crossing.api.disturb(request, step -> fault);
                crossing.through();
                assertThat(crossing.records)
                        .as("a fault of request %s", request)
                        .containsExactlyInAnyOrderElementsOf(whole.records);
                assertThat(crossing.cursor).isEqualTo(whole.cursor);
            }
        }
    }

    /** One pass: the first page alone, then as many requests in the air as may be, whose answers come in the order of a seed. */
    private final class Crossing {

        final ScriptedApi api = ScriptedApi.of(api());
        final TestAccess access = access(api);
        final List<Taken> records = new ArrayList<>();
        final Map<String, Answer> inTheAir = new LinkedHashMap<>();
        private final int most;
        private final SplittableRandom random;
        private final StreamSpec stream;
        private PageRequest at;
        private Optional<Lanes> lanes = Optional.empty();
        private boolean isDone;
        Optional<String> cursor = Optional.empty();
        int folded;
        int mostInTheAir;
        int crashAfter = -1;
        int aloneAfter = Integer.MAX_VALUE;
        int lost;

        Crossing(int most, long seed) {
            this.most = most;
            this.random = new SplittableRandom(seed);
            try {
                stream = connector()
                        .describe(access(ScriptedApi.of(api())), stream())
                        .orElseThrow();
            } catch (HttpFailed e) {
                throw new AssertionError(e);
            }
            at = PageRequest.first(stream, reading());
        }

        void through() {
            for (int i = 0; i < MOST_ANSWERS && !isDone; i++) {
                if (at.after().isEmpty() || most == 1 || folded >= aloneAfter) {
                    alone();
                } else {
                    together();
                }
            }
            assertThat(isDone).as("came to its end").isTrue();
        }

        private void alone() {
            Answer answer = connector().read(access, at);
            assertNoSecret(access, answer.toString());
            switch (answer) {
                case Answer.Page page -> kept(page, page.next());
                case Answer.Later later -> at = at.next(later.token());
                case Answer.Stop stop -> throw new AssertionError(stop);
                default -> {}
            }
        }

        private void kept(Answer.Page page, Next next) {
            folded++;
            taken(page.raw());
            goTo(next);
        }

        private void goTo(Next next) {
            switch (next) {
                case Next.More more -> at = at.next(more.token());
                case Next.Done done -> {
                    isDone = true;
                    cursor = done.cursor();
                }
            }
        }

        private void together() {
            ReadsAbreast source = abreast();
            Lanes open = lanes.orElseGet(() -> source.lanes(access, at, most).orElseThrow());
            lanes = Optional.of(open);
            goTo(open.next());
            assertThat(open.open()).hasSizeLessThanOrEqualTo(most);
            for (Lane lane : open.open()) {
                if (!inTheAir.containsKey(lane.name())) {
                    inTheAir.put(lane.name(), connector().read(access, at.next(lane.token())));
                    assertNoSecret(access, lane.token());
                }
            }
            mostInTheAir = Math.max(mostInTheAir, inTheAir.size());
            Lane lane = open.open().stream()
                    .filter(l -> inTheAir.containsKey(l.name()))
                    .toList()
                    .get(random.nextInt(inTheAir.size()));
            Answer answer = Objects.requireNonNull(inTheAir.remove(lane.name()));
            switch (answer) {
                case Answer.Page page -> {
                    Lanes after = source.fold(access, at, lane, page.next(), most);
                    lanes = Optional.of(after);
                    kept(page, after.next());
                }
                case Answer.Later later -> {
                    Lanes after = source.fold(access, at, lane, new Next.More(later.token()), most);
                    lanes = Optional.of(after);
                    goTo(after.next());
                }
                case Answer.Stop stop -> throw new AssertionError(stop);
                default -> {}
            }
            if (folded == crashAfter) {
                crashAfter = -1;
                lost = inTheAir.size();
                inTheAir.clear();
                lanes = Optional.empty();
            }
        }

        private void taken(RawPage page) {
            var sink = new RecordingSink(stream);
            try {
                connector().records(stream, page, sink);
            } catch (BadPage e) {
                throw new AssertionError("a page that was read cannot be processed", e);
            }
            sink.records().forEach(r -> records.add(new Taken(r.values(), r.misfits(), r.deleted(), "")));
        }
    }
}
