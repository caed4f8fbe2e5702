package dev.tidemark.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStateTest {

    @ParameterizedTest
    @EnumSource(RunState.class)
    void every_state_leads_to_an_end_and_an_end_leads_nowhere(RunState state) {
        if (state.isFinal()) {
            assertThat(state.next()).isEmpty();
        } else {
            assertThat(state.next())
                    .contains(RunState.FAILED, RunState.CANCELLED)
                    .doesNotContain(state);
        }
    }
}
