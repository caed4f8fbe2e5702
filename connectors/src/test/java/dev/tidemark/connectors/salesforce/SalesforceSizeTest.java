package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Amount.Sureness;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import java.util.HashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceSizeTest {

    @ParameterizedTest
    @ValueSource(ints = {300, 6_000})
    void as_many_requests_are_foreseen_as_a_reading_takes(int records) throws Exception {
        foreseen(new SandboxOrg(5, records));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 6_000})
    void those_of_a_query_job_are_foreseen_too(int records) throws Exception {
        foreseen(new SandboxOrg(5, records, "always"));
    }

    private static void foreseen(SandboxOrg org) throws Exception {
        for (String name : new String[] {"Account", "Contact", "Task"}) {
            StreamSpec stream = org.connector.describe(org.access, name).orElseThrow();
            int before = org.api.asked().size();
            Size size = org.connector.size(org.access, stream);
            int asked = org.api.asked().size() - before;
            assertThat(asked).isEqualTo(1);
            var records = new HashMap<String, Taken>();
            org.walk(stream, new Reading.Everything(), records);
            assertThat(size.records().sureness()).isEqualTo(Sureness.EXACT);
            assertThat(size.records().number()).as(name).isEqualTo(records.size());
            long took = (long) org.api.asked().size() - before - asked;
            // Tasks and contacts have long texts, of which the sandbox answers half as many at once, as Salesforce
            // does.
            assertThat(size.requests().number()).as(name + ", " + size.how()).isBetween(Math.ceilDiv(took, 2), took);
            if (name.equals("Account")) {
                assertThat(size.requests().number()).isEqualTo(took);
            }
        }
    }
}
