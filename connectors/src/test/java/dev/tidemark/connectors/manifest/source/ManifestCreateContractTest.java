package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.testkit.DestinationContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

class ManifestCreateContractTest extends DestinationContract {

    @Override
    protected RecordDestination connector() {
        try {
            return (RecordDestination) ManifestSource.of("pier", Pier.MANIFEST, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Step api() {
        return new Pier();
    }

    @Override
    protected int held(Step api) {
        return ((Pier) api).held();
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
    protected WriteSpec spec() {
        return new WriteSpec(
                "boats",
                WriteSpec.Mode.INSERT,
                Optional.of("sign"),
                Map.of("sign", "call_sign", "name", "name", "crew", "crew"));
    }

    @Override
    protected ModelRow good(int number) {
        return row("S" + number, number);
    }

    @Override
    protected ModelRow refused() {
        return row("", 7);
    }

    private static ModelRow row(String sign, int number) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("call_sign", sign);
        values.put("name", "Boat " + number);
        values.put("crew", (long) number);
        return new ModelRow("k" + number, "h", values, 0);
    }
}
