package dev.tidemark.simulation;

import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.sync.SyncId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A model written to an app: by upsert or update both are equal in the end, by insert nothing is there twice. */
final class OutwardCourse implements Course {

    private final ManualTide tide;
    private final RandomGenerator random;
    private final Cargo cargo = new Cargo();
    private final Shore shore;
    private final Mode mode;
    private final boolean found;
    private int made;

    /** One of four ways to write, to one of two apps. */
    OutwardCourse(long seed, ManualTide tide) {
        this.tide = tide;
        this.random = tide.random();
        int way = (int) (seed / 4 % 4);
        this.mode = switch (way) {
            case 0 -> Mode.UPSERT;
            case 1 -> Mode.UPDATE;
            default -> Mode.INSERT;
        };
        this.found = way != 3;
        this.shore = seed / 16 % 2 == 0 ? new HarbourShore(tide) : new SalesforceShore(seed, tide, mode);
    }

    @Override
    public void begin() {
        int rows = 10 + random.nextInt(30);
        for (int i = 0; i < rows; i++) {
            add();
        }
        tide.write(new PostgresConnector(), shore.connector(), shore.account(), Cargo.MODEL, shore.write(mode, found));
    }

    private void add() {
        String code = "c%03d".formatted(++made);
        if (mode == Mode.UPDATE && random.nextInt(10) > 0) {
            shore.has(code);
        }
        cargo.put(code, name(), size());
    }

    private String name() {
        return (random.nextInt(12) == 0 ? "bad" : "n") + random.nextInt(10_000);
    }

    private long size() {
        return random.nextInt(12) == 0 ? 1000 + random.nextInt(1000) : random.nextInt(1000);
    }

    @Override
    public void change() {
        if (mode == Mode.INSERT || random.nextInt(3) == 0) {
            add();
        } else {
            cargo.put("c%03d".formatted(1 + random.nextInt(made)), name(), size());
        }
    }

    @Override
    public void misbehave() {
        shore.misbehave();
    }

    @Override
    public Duration latest() {
        shore.calm();
        return Duration.ZERO;
    }

    @Override
    public void check() {
        SyncId sync = tide.syncs().keySet().iterator().next();
        Map<String, String> states = cargo.states(sync);
        Map<String, List<String>> records = shore.records();
        List<String> wrong = new ArrayList<>();
        cargo.rows().forEach((code, row) -> {
            String state = states.getOrDefault(code, "never offered");
            List<String> there = records.getOrDefault(code, List.of());
            if (there.size() > 1 || !holds(state, row, there) || !isListed(sync, code, state)) {
                wrong.add(code + " " + row.text() + " is " + state + ", at the app: " + there);
            }
        });
        if (!wrong.isEmpty()) {
            throw new AssertionError(mode + (found ? "" : " without a match field") + ": " + wrong);
        }
    }

    private boolean holds(String state, Cargo.Row row, List<String> there) {
        return switch (state) {
            case "ACCEPTED" -> there.equals(List.of(row.text()));
            case "REJECTED" ->
                mode == Mode.INSERT
                        ? shore.refuses(row) && there.isEmpty()
                        : shore.refuses(row) || (mode == Mode.UPDATE && there.isEmpty());
            case "UNCERTAIN" -> mode == Mode.INSERT && !found && tide.troubles() > 0;
            default -> false;
        };
    }

    /** Invariant 6: what was not accepted is where people find it, and what was is not. */
    private static boolean isListed(SyncId sync, String code, String state) {
        List<List<@Nullable String>> listed =
                World.rows("SELECT state FROM refused_row WHERE sync_id = '%s' AND key = '%s'".formatted(sync, code));
        return state.equals("ACCEPTED") ? listed.isEmpty() : listed.equals(List.of(List.of(state)));
    }
}
