package dev.tidemark.connectors.stripe;

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

class StripeDestinationContractTest {

    private static final Map<String, String> MAPPING =
            Map.of("metadata.code", "code", "name", "name", "email", "email");

    @Nested
    class Insert extends Contract {
        @Override
        protected WriteSpec spec() {
            return new WriteSpec("customers", Mode.INSERT, Optional.of("metadata.code"), MAPPING);
        }
    }

    @Nested
    class Upsert extends Contract {
        @Override
        protected WriteSpec spec() {
            return new WriteSpec("customers", Mode.UPSERT, Optional.of("metadata.code"), MAPPING);
        }
    }

    abstract static class Contract extends DestinationContract {

        @Override
        protected RecordDestination connector() {
            return new StripeConnector();
        }

        @Override
        protected boolean oneByOne() {
            return true;
        }

        @Override
        protected Step api() {
            return MiniStripe.holding(3);
        }

        @Override
        protected Map<String, String> settings() {
            return Map.of();
        }

        @Override
        protected Map<String, String> secrets() {
            return Map.of("api_key", MiniStripe.KEY);
        }

        @Override
        protected ModelRow good(int number) {
            return new ModelRow(
                    "n" + number, "1", Map.of("code", "N" + number, "name", "New " + number, "email", "a@b.c"), 0);
        }

        @Override
        protected ModelRow refused() {
            return new ModelRow("bad", "1", Map.of("code", "BAD", "name", "", "email", "broken"), 0);
        }

        @Override
        protected int held(Step api) {
            return ((MiniStripe) api).all("/v1/customers").size();
        }

        @Override
        protected List<Step> echoes() {
            List<Step> echoes = new ArrayList<>(super.echoes());
            echoes.addAll(MiniStripe.echoes());
            return echoes;
        }
    }
}
