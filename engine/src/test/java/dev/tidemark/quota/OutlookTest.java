package dev.tidemark.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Limits;
import dev.tidemark.connector.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutlookTest {

    private static final RateLimit TEN_A_SECOND = new RateLimit(10, Duration.ofSeconds(1));
    private static final RateLimit THOUSAND_A_DAY = new RateLimit(1_000, Duration.ofDays(1));

    @Test
    void requests_of_a_short_window_are_spaced() {
        Outlook outlook = new Outlook(List.of(TEN_A_SECOND), 0);
        assertThat(outlook.until(1)).contains(Duration.ZERO);
        assertThat(outlook.until(101)).contains(Duration.ofMillis(12_500));
    }

    @ParameterizedTest
    @CsvSource({"1,0,0", "1000,0,0", "1001,0,1", "3000,0,2", "3001,0,3", "500,500,0", "501,500,1"})
    void a_window_of_a_day_is_spent_at_once_and_waited_for(long requests, long spent, long days) {
        assertThat(new Outlook(List.of(THOUSAND_A_DAY), spent).until(requests)).contains(Duration.ofDays(days));
    }

    @Test
    void the_slowest_window_decides() {
        List<RateLimit> both = List.of(TEN_A_SECOND, THOUSAND_A_DAY);
        assertThat(new Outlook(both, 0).until(900).orElseThrow()).isLessThan(Duration.ofMinutes(2));
        assertThat(new Outlook(both, 0).until(1_100)).contains(Duration.ofDays(1));
    }

    @Test
    void a_share_and_what_the_api_says_of_itself_decide_what_is_granted() {
        Allowance half = new Allowance(List.of(THOUSAND_A_DAY), 0.5, List.of());
        assertThat(Outlook.of(half, Optional.empty()).until(501)).contains(Duration.ofDays(1));
        var told = new JdbcQuota.Status(
                "acme/crm",
                400,
                OptionalLong.empty(),
                Optional.empty(),
                "",
                Optional.of(new Limits.Usage(10, 4_000, Duration.ofDays(1))));
        assertThat(Outlook.of(half, Optional.of(told)).until(1_600)).contains(Duration.ZERO);
        assertThat(Outlook.of(half, Optional.of(told)).until(1_601)).contains(Duration.ofDays(1));
    }

    @Test
    void without_a_limit_nothing_is_said() {
        assertThat(Outlook.of(Allowance.UNLIMITED, Optional.empty()).until(1_000_000))
                .isEmpty();
    }
}
