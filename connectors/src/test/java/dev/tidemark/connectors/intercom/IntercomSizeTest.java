package dev.tidemark.connectors.intercom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntercomSizeTest {

    @ParameterizedTest
    @CsvSource({"contacts,40", "contacts,700", "companies,700", "conversations,700", "conversation_parts,90", "tags,40"
    })
    void as_many_requests_are_foreseen_as_a_reading_takes(String name, int size) throws Exception {
        var connector = new IntercomConnector();
        ScriptedApi api = ScriptedApi.of(new SandboxWorkspace(size, 150));
        TestAccess access =
                TestAccess.to(connector, SandboxWorkspace.settings(), Map.of("token", IntercomSandbox.TOKEN), api);
        StreamSpec stream = connector.describe(access, name).orElseThrow();
        Size foreseen = connector.size(access, stream);
        int before = api.asked().size();
        assertThat(before).isLessThanOrEqualTo(1);

        long records = 0;
        PageRequest request = PageRequest.first(stream, new Reading.Everything());
        while (true) {
            Answer.Page page = (Answer.Page) connector.read(access, request);
            var sink = new RecordingSink(stream);
            connector.records(stream, page.raw(), sink);
            records += sink.records().size();
            if (!(page.next() instanceof Next.More(String token))) {
                break;
            }
            request = request.next(token);
        }

        assertThat(foreseen.requests())
                .isEqualTo(Amount.exactly((long) api.asked().size() - before));
        if (foreseen.records().isKnown()) {
            assertThat(foreseen.records()).isEqualTo(Amount.exactly(records));
        }
    }
}
