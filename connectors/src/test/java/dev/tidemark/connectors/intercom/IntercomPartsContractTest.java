package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import java.util.Map;

/** The parts of conversations, a request for each. */
class IntercomPartsContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        return new IntercomConnector();
    }

    @Override
    protected Step api() {
        return new SandboxWorkspace(18, 2);
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
        return "conversation_parts";
    }

    @Override
    protected int records() {
        return new SandboxWorkspace(18, 2)
                .sandbox.live("conversation").stream()
                        .mapToInt(one -> one.body()
                                .path("conversation_parts")
                                .path("conversation_parts")
                                .size())
                        .sum();
    }
}
