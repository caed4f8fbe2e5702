package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.AbreastContract;
import dev.tidemark.connector.testkit.Step;
import java.util.Map;

/** The ships of several harbours, each read in windows of time, beside the pages of harbours. */
class ManifestAbreastContractTest extends AbreastContract {

    @Override
    protected SourceConnector connector() {
        return KeyedManifestContract.source(Harbours.MANIFEST);
    }

    @Override
    protected Step api() {
        return new Harbours();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of();
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("key", "hush-hush");
    }

    @Override
    protected String stream() {
        return "ships";
    }
}
