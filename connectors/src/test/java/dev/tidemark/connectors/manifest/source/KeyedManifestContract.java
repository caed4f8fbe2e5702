package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** The suite over a manifest of an API that takes a key. */
abstract class KeyedManifestContract extends SourceContract {

    private final String manifest;
    private final Supplier<Step> api;
    private final String stream;
    private final int records;

    KeyedManifestContract(String manifest, Supplier<Step> api, String stream, int records) {
        this.manifest = manifest;
        this.api = api;
        this.stream = stream;
        this.records = records;
    }

    /** What the manifest makes, at the time of the tests. */
    static ManifestSource source(String manifest) {
        try {
            return ManifestSource.of("tested", manifest, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected SourceConnector connector() {
        return source(manifest);
    }

    @Override
    protected Step api() {
        return api.get();
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
        return stream;
    }

    @Override
    protected int records() {
        return records;
    }
}
