package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.DestinationContract;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class SalesforceDestinationContractTest {

    private static final Map<String, String> MAPPING = Map.of("Code__c", "code", "Name", "name");

    @Nested
    class Insert extends Contract {
        @Override
        protected WriteSpec spec() {
            return new WriteSpec("Ship__c", Mode.INSERT, Optional.of("Code__c"), MAPPING);
        }
    }

    @Nested
    class Upsert extends Contract {
        @Override
        protected WriteSpec spec() {
            return new WriteSpec("Ship__c", Mode.UPSERT, Optional.of("Code__c"), MAPPING);
        }
    }

    @Nested
    class InsertByJob extends Insert {
        @Override
        protected Map<String, String> settings() {
            return always(super.settings());
        }
    }

    @Nested
    class UpsertByJob extends Upsert {
        @Override
        protected Map<String, String> settings() {
            return always(super.settings());
        }
    }

    private static Map<String, String> always(Map<String, String> settings) {
        Map<String, String> always = new HashMap<>(settings);
        always.put("bulk", "always");
        return always;
    }

    abstract static class Contract extends DestinationContract {

        @Override
        protected RecordDestination connector() {
            return new SalesforceConnector();
        }

        @Override
        protected Step api() {
            return MiniSalesforce.holding(3);
        }

        @Override
        protected Map<String, String> settings() {
            return Map.of("client_id", "app", "url", "https://acme.my.salesforce.com");
        }

        @Override
        protected Map<String, String> secrets() {
            return Map.of("client_secret", "hush-hush");
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
            return ((MiniSalesforce) api).records.size();
        }

        @Override
        protected List<Step> echoes() {
            List<Step> echoes = new ArrayList<>(super.echoes());
            echoes.addAll(MiniSalesforce.echoes());
            return echoes;
        }
    }
}
