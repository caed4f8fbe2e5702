package dev.tidemark.connectors.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Amount.Sureness;
import dev.tidemark.connector.Size;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZendeskSizeTest {

    @ParameterizedTest
    @CsvSource({"tickets,300", "tickets,2500", "users,300", "organizations,300", "groups,300", "ticket_fields,300"})
    void what_zendesk_counts_is_foreseen(String name, int tickets) throws Exception {
        var desk = new SandboxDesk(3, tickets);
        var kept = desk.new Kept(name);
        Size size = desk.connector.size(desk.access, kept.stream);
        kept.refresh();
        assertThat(size.records().sureness()).isEqualTo(Sureness.ABOUT);
        assertThat(size.records().number()).isEqualTo(kept.live().size());
        int page = size.how().startsWith("1000") ? 1_000 : 100;
        assertThat(size.requests().number())
                .isEqualTo(Math.max(1, Math.ceilDiv(kept.live().size(), page)));
    }

    @Test
    void of_the_rest_the_least_is_told_or_nothing() throws Exception {
        var desk = new SandboxDesk(3, 1_200);
        var sizes = Map.of(
                "ticket_events", Sureness.AT_LEAST,
                "ticket_comments", Sureness.UNKNOWN,
                "macros", Sureness.UNKNOWN);
        for (var one : sizes.entrySet()) {
            Size size = desk.connector.size(desk.access, desk.new Kept(one.getKey()).stream);
            assertThat(size.records().sureness()).as(one.getKey()).isEqualTo(one.getValue());
            assertThat(size.records().why()).isNotEmpty();
            assertThat(size.requests().isKnown()).as("one request at the least").isTrue();
        }
        assertThat(desk.connector
                        .size(desk.access, desk.new Kept("ticket_forms").stream)
                        .requests()
                        .sureness())
                .isEqualTo(Sureness.EXACT);
    }
}
