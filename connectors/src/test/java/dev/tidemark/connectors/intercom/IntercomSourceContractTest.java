package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import java.util.Map;

class IntercomSourceContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        return new IntercomConnector();
    }

    @Override
    protected Step api() {
        return new SandboxWorkspace(16, 3);
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
    protected String stream() {
        return "contacts";
    }

    @Override
    protected int records() {
        return 9;
    }
}
