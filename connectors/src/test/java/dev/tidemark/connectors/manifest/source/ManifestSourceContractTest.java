package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import java.util.Map;
import java.util.Optional;

class ManifestSourceContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        return KeyedManifestContract.source(Ships.MANIFEST);
    }

    @Override
    protected Step api() {
        return Ships.holding(8);
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("client_id", "app");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("client_secret", "hush-hush");
    }

    @Override
    protected String stream() {
        return "ships";
    }

    @Override
    protected int records() {
        return 8;
    }

    @Override
    protected Optional<Step> expired() {
        return Optional.of(Step.json(401, "{\"message\": \"the token has expired\"}"));
    }
}
