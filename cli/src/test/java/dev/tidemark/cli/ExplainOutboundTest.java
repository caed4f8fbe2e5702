package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.LedgerLookup.Entry;
import dev.tidemark.connector.LedgerLookup.Known;
import dev.tidemark.connector.LedgerLookup.Now;
import dev.tidemark.connector.LedgerLookup.State;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainOutboundTest {

    private static final Optional<Now> ROW = Optional.of(new Now("7", "{}"));

    private static String state(Optional<Now> row, State state, String hash) {
        Entry entry = new Entry(
                state,
                Optional.of(hash),
                hash,
                "run",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.of("INVALID"),
                Optional.of("no"),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
        return ExplainOutbound.verdict(new Known(row, Optional.of(entry)), "tasks", "4711")
                .state();
    }

    @Test
    void a_row_is_where_model_and_ledger_say() {
        assertThat(state(ROW, State.ACCEPTED, "7")).isEqualTo("THERE");
        assertThat(state(ROW, State.ACCEPTED, "8")).isEqualTo("CHANGED");
        assertThat(state(Optional.empty(), State.ACCEPTED, "7")).isEqualTo("LEFT_THE_MODEL");
        assertThat(state(ROW, State.REJECTED, "7")).isEqualTo("REJECTED");
        assertThat(state(ROW, State.UNCERTAIN, "7")).isEqualTo("UNCERTAIN");
    }

    @Test
    void a_row_without_a_word_in_the_ledger_was_never_sent() {
        assertThat(ExplainOutbound.verdict(new Known(ROW, Optional.empty()), "tasks", "1")
                        .state())
                .isEqualTo("NOT_SENT");
        assertThat(ExplainOutbound.verdict(new Known(Optional.empty(), Optional.empty()), "tasks", "1")
                        .state())
                .isEqualTo("NEVER_SEEN");
    }
}
