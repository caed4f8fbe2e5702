package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.DestinationContract;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class ZendeskDestinationContractTest {

    @Nested
    class InsertTickets extends Contract {
        @Override
        protected WriteSpec spec() {
            return spec("tickets", Mode.INSERT, "subject");
        }
    }

    @Nested
    class InsertUsers extends Contract {
        @Override
        protected WriteSpec spec() {
            return spec("users", Mode.INSERT, "name");
        }
    }

    @Nested
    class UpsertUsers extends Contract {
        @Override
        protected WriteSpec spec() {
            return spec("users", Mode.UPSERT, "name");
        }
    }

    @Nested
    class UpsertOrganizations extends Contract {
        @Override
        protected WriteSpec spec() {
            return spec("organizations", Mode.UPSERT, "name");
        }
    }

    abstract static class Contract extends DestinationContract {

        static WriteSpec spec(String stream, Mode mode, String name) {
            return new WriteSpec(stream, mode, Optional.of("external_id"), Map.of("external_id", "code", name, "name"));
        }

        @Override
        protected RecordDestination connector() {
            return new ZendeskConnector();
        }

        @Override
        protected Step api() {
            return MiniZendesk.holding(3);
        }

        @Override
        protected Map<String, String> settings() {
            return MiniZendesk.SETTINGS;
        }

        @Override
        protected Map<String, String> secrets() {
            return MiniZendesk.SECRETS;
        }

        @Override
        protected ModelRow good(int number) {
            return new ModelRow("n" + number, "h", Map.of("code", "N" + number, "name", "New " + number), 0);
        }

        @Override
        protected ModelRow refused() {
            return new ModelRow("bad", "h", Map.of("code", "BAD", "name", ""), 0);
        }

        @Override
        protected int held(Step api) {
            return ((MiniZendesk) api).of(spec().stream()).size();
        }

        @Override
        protected List<Step> echoes() {
            List<Step> echoes = new ArrayList<>(super.echoes());
            echoes.addAll(MiniZendesk.echoes());
            return echoes;
        }
    }
}
