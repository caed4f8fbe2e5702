package dev.tidemark.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.connector.Limits;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.store.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcQuotaIT {

    private final TestStore tide = new TestStore();
    private final JdbcQuota quota = new JdbcQuota(tide.store(), tide);

    @AfterEach
    void close() {
        tide.close();
    }

    /** Takes as many as it gets for so long, waiting as long as it is told to each time. */
    private List<Instant> spend(Allowance allowance, Duration time) {
        List<Instant> sent = new ArrayList<>();
        Instant end = tide.instant().plus(time);
        while (tide.instant().isBefore(end)) {
            Optional<Duration> wait = quota.take("acme/sf", allowance);
            if (wait.isEmpty()) {
                sent.add(tide.instant());
            } else {
                assertThat(wait.get()).isPositive();
                tide.pass(wait.get());
            }
        }
        return sent;
    }

    private static long mostInAnyWindow(List<Instant> sent, Duration window) {
        long most = 0;
        for (Instant from : sent) {
            most = Math.max(
                    most,
                    sent.stream()
                            .filter(t -> !t.isBefore(from) && t.isBefore(from.plus(window)))
                            .count());
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({"100, PT10S, 1", "100, PT10S, 0.25", "5, PT1S, 0.6", "60, PT1M, 0.5", "3, PT1S, 0.1"})
    void no_sliding_window_is_ever_over_the_share(long requests, Duration per, double share) {
        Allowance allowance = new Allowance(List.of(new RateLimit(requests, per)), share, List.of());
        List<Instant> sent = spend(allowance, per.multipliedBy(4));
        long granted = Math.max(1, (long) (requests * share));
        assertThat(mostInAnyWindow(sent, per)).isBetween(1L, granted);
    }

    @Test
    void a_day_is_kept_over_every_sliding_day_and_used_almost_whole() {
        Allowance allowance = new Allowance(List.of(new RateLimit(400, Duration.ofDays(1))), 0.5, List.of());
        List<Instant> sent = spend(allowance, Duration.ofDays(3));
        assertThat(mostInAnyWindow(sent, Duration.ofDays(1))).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 3750", "0.5, 7500"})
    void people_see_what_is_granted_of_a_day_beside_what_was_spent(double share, long granted) {
        quota.take("acme/sf", new Allowance(List.of(new RateLimit(15_000, Duration.ofDays(1))), share, List.of()));
        quota.take("acme/other", Allowance.UNLIMITED);
        assertThat(tide.store().inTransaction(quota::statuses))
                .extracting(JdbcQuota.Status::account, JdbcQuota.Status::spentInDay, JdbcQuota.Status::grantedInDay)
                .containsExactly(
                        tuple("acme/other", 1L, OptionalLong.empty()), tuple("acme/sf", 1L, OptionalLong.of(granted)));
    }

    @Test
    void an_owners_own_rate_holds_besides_the_apis() {
        Allowance allowance = new Allowance(
                List.of(new RateLimit(15_000, Duration.ofDays(1))),
                1,
                List.of(new RateLimit(1, Duration.ofSeconds(3))));
        List<Instant> sent = spend(allowance, Duration.ofMinutes(1));
        assertThat(mostInAnyWindow(sent, Duration.ofSeconds(3))).isEqualTo(1);
        assertThat(sent).hasSizeGreaterThan(15);
    }

    @Test
    void the_pace_is_that_of_the_slowest_window_by_the_accounts_true_limit() {
        Allowance allowance = new Allowance(
                List.of(new RateLimit(100, Duration.ofSeconds(10)), new RateLimit(15_000, Duration.ofDays(1))),
                0.5,
                List.of());
        assertThat(quota.pace("acme/sf", allowance))
                .isEqualTo(Duration.ofDays(1).dividedBy(7_500));
        quota.seen("acme/sf", Limits.used(3, 150_000, Duration.ofDays(1)));
        assertThat(quota.pace("acme/sf", allowance))
                .isEqualTo(Duration.ofDays(1).dividedBy(75_000));
        assertThat(quota.pace("acme/db", Allowance.UNLIMITED)).isZero();
    }

    @Test
    void a_pause_holds_for_the_whole_account_and_no_longer() {
        quota.pause("acme/sf", Duration.ofSeconds(30), "429");
        assertThat(quota.take("acme/sf", Allowance.UNLIMITED)).contains(Duration.ofSeconds(30));
        assertThat(quota.take("acme/other", Allowance.UNLIMITED)).isEmpty();
        tide.pass(Duration.ofSeconds(30));
        assertThat(quota.take("acme/sf", Allowance.UNLIMITED)).isEmpty();
    }

    @Test
    void a_shorter_pause_never_shortens_a_longer_one() {
        quota.pause("acme/sf", Duration.ofSeconds(30), "429");
        quota.pause("acme/sf", Duration.ofSeconds(3), "429");
        assertThat(quota.take("acme/sf", Allowance.UNLIMITED)).contains(Duration.ofSeconds(30));
    }

    @Test
    void the_accounts_true_limit_replaces_the_vendors_default() {
        Allowance allowance = new Allowance(List.of(new RateLimit(10, Duration.ofDays(1))), 0.5, List.of());
        quota.seen("acme/sf", Limits.used(3, 40, Duration.ofDays(1)));
        assertThat(mostInAnyWindow(spend(allowance, Duration.ofDays(2)), Duration.ofDays(1)))
                .isEqualTo(20);
    }

    @Test
    void a_clock_that_goes_back_an_hour_holds_up_no_request_for_an_hour() {
        Allowance allowance = new Allowance(List.of(new RateLimit(10, Duration.ofSeconds(10))), 1, List.of());
        assertThat(quota.take("acme/sf", allowance)).isEmpty();
        tide.pass(Duration.ofHours(-1));
        Duration wait = quota.take("acme/sf", allowance).orElseThrow();
        assertThat(wait).isLessThan(Duration.ofSeconds(2));
        tide.pass(wait);
        assertThat(quota.take("acme/sf", allowance)).isEmpty();
    }
}
