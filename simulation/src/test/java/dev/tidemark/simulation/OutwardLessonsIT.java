package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.sync.SyncId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What an app may do to a batch, told as stories. */
class OutwardLessonsIT {

    private final ManualTide tide = new ManualTide(1, Guarantees.ALL);
    private final Harbour harbour = new Harbour(tide.tides(), 4);
    private final Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));
    private final Cargo cargo = new Cargo();

    private void ships(int count, Mode mode) {
        for (int i = 0; i < count; i++) {
            cargo.put("c%02d".formatted(i), "n" + i, i);
        }
        tide.write(
                new PostgresConnector(),
                new HarbourConnector(),
                app,
                Cargo.MODEL,
                new WriteSpec(
                        "ships", mode, Optional.of("code"), Map.of("code", "code", "name", "name", "size", "size")));
    }

    /** One worker, stepped until something is so; time goes on while it rests. */
    private void work(BooleanSupplier done) {
        Hull hull = tide.launch();
        hull.tick();
        hull.lease(1);
        for (int i = 0; i < 500 && !done.getAsBoolean(); i++) {
            if (!hull.step(0)) {
                tide.tides().pass(Duration.ofSeconds(1));
            }
            hull.heartbeat(true);
        }
        assertThat(done.getAsBoolean()).as("done in time").isTrue();
    }

    private void workFor(Duration time) {
        Instant until = tide.tides().now().plus(time);
        Hull hull = tide.launch();
        hull.tick();
        hull.lease(1);
        while (tide.tides().now().isBefore(until)) {
            if (!hull.step(0)) {
                tide.tides().pass(Duration.ofSeconds(1));
            }
            hull.heartbeat(true);
        }
    }

    private boolean accepted() {
        return states().keySet().equals(cargo.rows().keySet())
                && states().values().stream().allMatch("ACCEPTED"::equals);
    }

    private Map<String, String> states() {
        SyncId sync = tide.syncs().keySet().iterator().next();
        return cargo.states(sync);
    }

    private static boolean writes(HttpRequest request) {
        return request.method().equals("POST");
    }

    private static int rows(HttpRequest request) {
        return (int) new String(request.body(), StandardCharsets.UTF_8).lines().count();
    }

    @Test
    void a_record_that_an_app_makes_after_its_answer_was_given_up_is_not_made_twice() {
        List<HttpRequest> atWork = new ArrayList<>();
        Instant[] given = new Instant[1];
        tide.weather().reaches(request -> {
            if (!atWork.isEmpty() && !tide.tides().now().isBefore(given[0].plusSeconds(10))) {
                harbour.serve(atWork.removeFirst());
            }
            if (writes(request) && given[0] == null) {
                given[0] = tide.tides().now();
                atWork.add(request);
                throw new HttpFailed("the connection broke", true, new IOException());
            }
            return harbour.serve(request);
        });
        ships(1, Mode.INSERT);
        work(this::accepted);
        assertThat(harbour.createdByCode("ships")).containsExactly(Map.entry("c00", 1L));
    }

    /** An app that takes a batch, and works on it once it was asked for the outcomes so many times. */
    private final class Jobs {
        final List<HttpRequest> taken = new ArrayList<>();
        int asked;
        int until;

        HttpAnswer serve(HttpRequest request) throws HttpFailed {
            if (writes(request)) {
                taken.add(request);
                return harbour.answer(202, "job" + (taken.size() - 1));
            }
            String query = String.valueOf(request.uri().getQuery());
            if (!request.uri().getPath().equals("/jobs")) {
                return harbour.serve(request);
            }
            asked++;
            if (asked == 1) {
                throw new HttpFailed("the connection broke", true, new IOException());
            }
            return asked < until
                    ? harbour.answer(202, query.substring("name=".length()))
                    : harbour.serve(taken.get(Integer.parseInt(query.substring("name=job".length()))));
        }
    }

    @Test
    void a_batch_that_the_app_works_on_is_sent_once_and_asked_for_until_it_is_done() {
        var jobs = new Jobs();
        jobs.until = 4;
        tide.weather().reaches(jobs::serve);
        ships(5, Mode.INSERT);
        work(this::accepted);
        assertThat(jobs.taken).hasSize(1);
        assertThat(jobs.asked).isEqualTo(4);
        assertThat(harbour.visible("ships")).hasSize(5);
    }

    @Test
    void rows_of_a_job_that_the_app_forgot_are_looked_up_and_only_those_that_are_not_there_are_sent_again() {
        var jobs = new Jobs();
        boolean[] forgotten = {false};
        tide.weather().reaches(request -> {
            if (request.uri().getPath().equals("/jobs") && !forgotten[0]) {
                forgotten[0] = true;
                harbour.serve(jobs.taken.getFirst());
                return harbour.answer(404, "no such job");
            }
            return jobs.serve(request);
        });
        ships(3, Mode.INSERT);
        work(this::accepted);
        assertThat(jobs.taken).hasSize(1);
        assertThat(harbour.createdByCode("ships"))
                .hasSize(3)
                .allSatisfy((code, created) -> assertThat(created).isEqualTo(1L));
    }

    @Test
    void a_job_that_never_ends_ends_the_run() {
        var jobs = new Jobs();
        jobs.until = Integer.MAX_VALUE;
        tide.weather().reaches(jobs::serve);
        ships(2, Mode.UPSERT);
        workFor(Duration.ofMinutes(70));
        assertThat(World.count("SELECT count(*) FROM run WHERE state = 'FAILED'"))
                .isPositive();
    }

    @Test
    void a_batch_that_is_too_much_for_the_app_is_sent_in_smaller_ones() {
        int[] largest = {0};
        tide.weather().reaches(request -> {
            if (writes(request) && rows(request) > 2) {
                throw new HttpFailed("no answer in time", true, new IOException());
            }
            largest[0] = writes(request) ? Math.max(largest[0], rows(request)) : largest[0];
            return harbour.serve(request);
        });
        ships(9, Mode.UPSERT);
        work(this::accepted);
        assertThat(largest[0]).isEqualTo(2);
        assertThat(harbour.visible("ships")).hasSize(9);
    }

    @Test
    void one_row_that_spoils_its_batch_is_rejected_and_the_others_arrive() {
        tide.weather().reaches(this::refusingSeven);
        ships(12, Mode.UPSERT);
        work(() -> states().size() == 12
                && World.count("SELECT count(*) FROM run WHERE state = 'SUCCEEDED_WITH_REJECTIONS'") == 1);
        assertThat(harbour.visible("ships")).hasSize(11);
        assertThat(World.rows("SELECT key, code FROM refused_row")).isEqualTo(List.of(List.of("c07", "UNREADABLE")));
    }

    private HttpAnswer refusingSeven(HttpRequest request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        return writes(request) && body.contains("n7\t") ? harbour.answer(422, "unreadable") : harbour.serve(request);
    }

    @Test
    void an_app_that_refuses_every_row_ends_the_run_and_not_the_allowance() {
        int[] asked = {0};
        tide.weather().reaches(request -> {
            asked[0]++;
            return harbour.answer(422, "unreadable");
        });
        ships(60, Mode.UPSERT);
        work(() -> World.count("SELECT count(*) FROM run WHERE state = 'FAILED'") == 1);
        assertThat(asked[0]).isLessThan(20);
    }

    @Test
    void a_rejection_goes_with_the_row_it_was_of() {
        tide.weather().reaches(harbour::serve);
        ships(2, Mode.UPSERT);
        cargo.put("c09", "bad", 1);
        work(() -> World.count("SELECT count(*) FROM run WHERE state = 'SUCCEEDED_WITH_REJECTIONS'") == 1);
        assertThat(World.count("SELECT count(*) FROM refused_row")).isEqualTo(1);
        cargo.remove("c09");
        tide.tides().pass(Duration.ofMinutes(30));
        work(() -> World.count("SELECT count(*) FROM refused_row") == 0);
        assertThat(states()).isEqualTo(Map.of("c00", "ACCEPTED", "c01", "ACCEPTED", "c09", "WAITING"));
    }
}
