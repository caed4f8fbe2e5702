package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.time.InstantSource;
import java.util.Map;

/** Records that are asked for as jobs. */
class ManifestReportsContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        try {
            return ManifestSource.of("reports", Reports.MANIFEST, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Step api() {
        return new Reports();
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
        return "visits";
    }

    @Override
    protected int records() {
        return Reports.VISITS;
    }
}
