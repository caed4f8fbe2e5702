package dev.tidemark.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Amount.Sureness;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.Size;
import dev.tidemark.quota.Outlook;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

    private static final Outlook ONE_IN_THREE_SECONDS =
            new Outlook(List.of(new RateLimit(1, Duration.ofMillis(2_750))), 0); // and a quarter for jitter

    @ParameterizedTest
    @CsvSource({"0,100,1,0", "100,100,1,0", "101,100,2,3", "1000000,100,10000,29997", "1000000,2000,500,1497"})
    void time_follows_from_records_pages_and_the_share(long records, int page, long requests, long seconds) {
        Share share = Share.of(List.of(Size.paged(Amount.exactly(records), page)), ONE_IN_THREE_SECONDS);
        assertThat(share.requests()).isEqualTo(Amount.exactly(requests));
        assertThat(share.time()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void syncs_of_an_account_share_it() {
        Share share = Share.of(
                List.of(Size.paged(Amount.exactly(1_000), 100), Size.paged(Amount.about(500, "so they say"), 100)),
                ONE_IN_THREE_SECONDS);
        assertThat(share.requests()).isEqualTo(Amount.about(15, "so they say"));
        assertThat(share.time()).contains(Duration.ofSeconds(42));
    }

    @Test
    void what_nobody_knows_makes_the_rest_a_bound_and_is_said() {
        Share share = Share.of(
                List.of(
                        Size.paged(Amount.exactly(1_000), 100),
                        Size.paged(Amount.unknown("Stripe does not say"), 100),
                        new Size(Amount.unknown("no count"), Amount.unknown("no pages"), "")),
                ONE_IN_THREE_SECONDS);
        assertThat(share.requests().sureness()).isEqualTo(Sureness.AT_LEAST);
        assertThat(share.requests().number()).isEqualTo(11);
        assertThat(share.requests().why()).isEqualTo("Stripe does not say; no pages");
    }
}
