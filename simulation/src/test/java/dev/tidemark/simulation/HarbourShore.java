package dev.tidemark.simulation;

import dev.tidemark.access.Account;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The plain app as a destination. */
final class HarbourShore implements Shore {

    private static final String STREAM = "ships";

    private final ManualTide tide;
    private final Harbour harbour;

    HarbourShore(ManualTide tide) {
        this.tide = tide;
        this.harbour = new Harbour(tide.tides(), 5);
        tide.weather().reaches(harbour::serve);
    }

    @Override
    public RecordDestination connector() {
        return new HarbourConnector();
    }

    @Override
    public Account account() {
        return tide.account(new Settings(Map.of()), World.secrets(Map.of()));
    }

    @Override
    public WriteSpec write(Mode mode, boolean found) {
        return new WriteSpec(
                STREAM,
                mode,
                found ? Optional.of("code") : Optional.empty(),
                Map.of("code", "code", "name", "name", "size", "size"));
    }

    @Override
    public void has(String code) {
        harbour.put(STREAM, "id-" + code, code, "as made", 0, "", false, false, tide.random());
    }

    @Override
    public boolean refuses(Cargo.Row row) {
        return row.name().startsWith("bad");
    }

    @Override
    public Map<String, List<String>> records() {
        Map<String, List<String>> found = new TreeMap<>();
        harbour.visible(STREAM)
                .values()
                .forEach(v -> found.computeIfAbsent(String.valueOf(v.code()), c -> new ArrayList<>())
                        .add(v.name() + "/" + v.size()));
        return found;
    }

    /** It has no ways of its own. */
    @Override
    public void misbehave() {}

    @Override
    public void calm() {}
}
