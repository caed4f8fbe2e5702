package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.DestinationContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class IntercomDestinationContractTest extends DestinationContract {

    @Override
    protected RecordDestination connector() {
        return new IntercomConnector();
    }

    @Override
    protected boolean oneByOne() {
        return true;
    }

    @Override
    protected Step api() {
        var workspace = new SandboxWorkspace(6, 100);
        workspace.sandbox.searchLag(Duration.ZERO);
        return workspace;
    }

    @Override
    protected Map<String, String> settings() {
        return SandboxWorkspace.settings();
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("token", IntercomSandbox.TOKEN);
    }

    @Override
    protected WriteSpec spec() {
        return new WriteSpec(
                "contacts",
                Mode.UPSERT,
                Optional.of("external_id"),
                Map.of("external_id", "code", "name", "name", "email", "mail"));
    }

    @Override
    protected ModelRow good(int number) {
        return new ModelRow(
                "k" + number,
                "h" + number,
                Map.of("code", "X-" + number, "name", "Ship " + number, "mail", "x" + number + "@mail.example"),
                0);
    }

    @Override
    protected ModelRow refused() {
        return new ModelRow("bad", "bad", Map.of("code", "X-bad", "name", "Wreck", "mail", "no address"), 0);
    }

    @Override
    protected int held(Step api) {
        return ((SandboxWorkspace) api).sandbox.live("contact").size();
    }
}
