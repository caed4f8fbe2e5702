package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.WriteSpec;
import java.util.Map;
import java.util.Optional;

class ManifestUpsertContractTest extends ManifestCreateContractTest {

    @Override
    protected WriteSpec spec() {
        return new WriteSpec(
                "boats", WriteSpec.Mode.UPSERT, Optional.of("sign"), Map.of("sign", "call_sign", "crew", "crew"));
    }
}
