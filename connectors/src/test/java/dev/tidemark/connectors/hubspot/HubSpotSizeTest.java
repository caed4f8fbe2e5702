package dev.tidemark.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Amount.Sureness;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.StreamSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotSizeTest {

    @ParameterizedTest
    @ValueSource(ints = {60, 1_500})
    void as_many_requests_are_foreseen_as_a_reading_takes(int records) throws Exception {
        var account = new HubAccount(11, records);
        account.later(Duration.ofHours(1)); // until a search knows of everything
        account.set(Map.of("deletes", "off"));
        for (String name : new String[] {"contacts", "companies"}) {
            StreamSpec stream = account.stream(name);
            Size size = account.connector.size(account.access, stream);
            assertThat(size.records().sureness()).isEqualTo(Sureness.ABOUT);
            assertThat(size.records().number()).isEqualTo(read(account, stream).records);
            assertThat(size.requests().number()).isEqualTo(read(account, stream).requests);
        }
        StreamSpec links = account.stream("contacts_companies");
        Size size = account.connector.size(account.access, links);
        assertThat(size.records().isKnown()).isFalse();
        assertThat(size.requests().sureness()).isEqualTo(Sureness.AT_LEAST);
        assertThat(size.requests().number()).isEqualTo(read(account, links).requests);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 1_500})
    void archived_records_are_asked_for_too_and_nobody_knows_how_many_there_are(int records) throws Exception {
        var account = new HubAccount(11, records);
        StreamSpec stream = account.stream("contacts");
        Size size = account.connector.size(account.access, stream);
        assertThat(size.requests().sureness()).isEqualTo(Sureness.AT_LEAST);
        assertThat(size.requests().number()).isBetween(2L, read(account, stream).requests);
        assertThat(size.requests().why()).contains("archived");
    }

    private record Read(long records, long requests) {}

    private static Read read(HubAccount account, StreamSpec stream) throws Exception {
        int before = account.api.asked().size();
        int records =
                account.walk(stream, new Reading.Everything(), new HashMap<>()).size();
        return new Read(records, (long) account.api.asked().size() - before);
    }
}
