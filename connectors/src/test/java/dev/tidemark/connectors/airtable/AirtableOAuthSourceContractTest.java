package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.airtable.AirtableSandbox;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The same with a sign-in by OAuth, whose refresh tokens are good once. */
class AirtableOAuthSourceContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        return new AirtableConnector();
    }

    @Override
    protected Step api() {
        var base = new SandboxBase(24, 3);
        base.sandbox.tokens().refreshOnce(false); // each walk of the suite begins with the first one
        return base;
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(SandboxBase.settings());
        settings.put("auth", "oauth");
        settings.put("client_id", AirtableSandbox.CLIENT_ID);
        return settings;
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("client_secret", AirtableSandbox.CLIENT_SECRET, "refresh_token", AirtableSandbox.REFRESH_TOKEN);
    }

    @Override
    protected String stream() {
        return "Companies";
    }

    @Override
    protected int records() {
        return 8;
    }

    @Override
    protected Optional<Step> expired() {
        return Optional.of(Step.json(401, "{\"error\": {\"type\": \"AUTHENTICATION_REQUIRED\", \"message\": \"…\"}}"));
    }
}
