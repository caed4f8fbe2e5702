package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.DestinationContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.airtable.AirtableSandbox;
import java.util.Map;
import java.util.Optional;

class AirtableDestinationContractTest extends DestinationContract {

    @Override
    protected RecordDestination connector() {
        return new AirtableConnector();
    }

    @Override
    protected Step api() {
        return new SandboxBase(6, 100);
    }

    @Override
    protected Map<String, String> settings() {
        return SandboxBase.settings();
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("token", AirtableSandbox.TOKEN);
    }

    @Override
    protected WriteSpec spec() {
        return new WriteSpec(
                "Companies",
                Mode.UPSERT,
                Optional.of("Code"),
                Map.of("Code", "code", "Name", "name", "Score", "score"));
    }

    @Override
    protected ModelRow good(int number) {
        return new ModelRow(
                "k" + number, "h" + number, Map.of("code", "X-" + number, "name", "Ship " + number, "score", 0.5), 0);
    }

    @Override
    protected ModelRow refused() {
        return new ModelRow("bad", "bad", Map.of("code", "X-bad", "name", "Wreck", "score", "high"), 0);
    }

    @Override
    protected int held(Step api) {
        return ((SandboxBase) api).sandbox.live("Companies").size();
    }

    @Override
    protected boolean allOrNothing() {
        return true;
    }
}
