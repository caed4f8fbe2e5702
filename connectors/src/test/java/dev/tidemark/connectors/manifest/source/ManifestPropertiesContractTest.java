package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.time.InstantSource;
import java.util.Map;

/** Records of which each request brings some of the properties, which the API lists. */
class ManifestPropertiesContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        try {
            return ManifestSource.of("museum", Museum.MANIFEST, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Step api() {
        return new Museum();
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
        return "works";
    }

    @Override
    protected int records() {
        return Museum.WORKS;
    }
}
