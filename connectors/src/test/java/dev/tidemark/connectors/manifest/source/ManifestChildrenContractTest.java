package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.testkit.Step;
import java.util.Optional;

/** A stream of children of another, in windows of time, whose parent's pages are empty pages of its own. */
class ManifestChildrenContractTest extends KeyedManifestContract {

    ManifestChildrenContractTest() {
        super(Harbours.MANIFEST, Harbours::new, "ships", Harbours.SHIPS);
    }

    @Override
    protected Optional<Step> withAnEmptyPage() {
        return Optional.of(new Harbours());
    }
}
