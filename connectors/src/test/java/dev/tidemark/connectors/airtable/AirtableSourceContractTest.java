package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.airtable.AirtableSandbox;
import java.util.Map;

class AirtableSourceContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        return new AirtableConnector();
    }

    @Override
    protected Step api() {
        return new SandboxBase(24, 3);
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
    protected String stream() {
        return "Companies";
    }

    @Override
    protected int records() {
        return 8;
    }
}
