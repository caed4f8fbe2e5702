package dev.tidemark.simulation;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A model written to the app: by upsert or update both are equal in the end, by insert nothing is there twice. */
final class OutwardCourse implements Course {

    private static final String STREAM = "ships";

    private final ManualTide tide;
    private final RandomGenerator random;
    private final Quay quay = new Quay();
    private final Harbour harbour;
    private final Mode mode;
    private final boolean found;
    private int made;

    OutwardCourse(long seed, ManualTide tide) {
        this.tide = tide;
        this.random = tide.random();
        this.harbour = new Harbour(tide.tides(), 5);
        this.mode = switch ((int) (seed / 4 % 4)) {
            case 0 -> Mode.UPSERT;
            case 1 -> Mode.UPDATE;
            default -> Mode.INSERT;
        };
        this.found = seed / 4 % 4 != 3;
    }

    @Override
    public void begin() {
        int rows = 10 + random.nextInt(30);
        for (int i = 0; i < rows; i++) {
            add();
        }
        tide.weather().reaches(harbour::serve);
        tide.write(
                quay,
                new HarbourConnector(),
                tide.account(new Settings(Map.of()), World.secrets(Map.of())),
                new ModelSpec("select * from ships", List.of("code")),
                new WriteSpec(
                        STREAM,
                        mode,
                        found ? Optional.of("code") : Optional.empty(),
                        Map.of("code", "code", "name", "name", "size", "size")));
    }

    private void add() {
        String code = "c%03d".formatted(++made);
        if (mode == Mode.UPDATE && random.nextInt(10) > 0) {
            harbour.put(STREAM, "id-" + code, code, "as made", 0, "", false, false, random);
        }
        quay.put(code, name(), random.nextInt(100));
    }

    private String name() {
        return (random.nextInt(12) == 0 ? "bad" : "n") + random.nextInt(10_000);
    }

    @Override
    public void change() {
        if (mode == Mode.INSERT || random.nextInt(3) == 0) {
            add();
        } else {
            quay.put("c%03d".formatted(1 + random.nextInt(made)), name(), random.nextInt(100));
        }
    }

    /** This app has no ways of its own. */
    @Override
    public void misbehave() {}

    @Override
    public Duration latest() {
        return Duration.ZERO;
    }

    @Override
    public void check() {
        List<String> wrong = new ArrayList<>();
        Map<String, Long> created = harbour.createdByCode(STREAM);
        quay.model().forEach((code, row) -> {
            Quay.Line line = quay.lines().get(code);
            if (line == null) {
                wrong.add(code + " was never offered");
                return;
            }
            long times = created.getOrDefault(code, 0L);
            switch (line.state()) {
                case ACCEPTED -> {
                    if (times != 1) {
                        wrong.add(code + " was accepted and is there " + times + " times");
                    }
                    if (!there(row)) {
                        wrong.add(code + " was accepted, but the app has other values");
                    }
                }
                case REJECTED -> {
                    boolean rightly = row.hash().startsWith("bad") || (mode == Mode.UPDATE && times == 0);
                    if (!rightly || (mode == Mode.INSERT && times != 0)) {
                        wrong.add(code + " is rejected and there " + times + " times");
                    }
                    if (!listed(code, "REJECTED")) {
                        wrong.add(code + " is rejected and not listed");
                    }
                }
                case UNCERTAIN -> {
                    boolean rightly = mode == Mode.INSERT && !found && times <= 1;
                    boolean lost = tide.weather().answersLost()
                                    + tide.crashes()
                                    + tide.sea().disruptions()
                            > 0;
                    if (!rightly || !lost || !listed(code, "UNCERTAIN")) {
                        wrong.add(
                                code + " is uncertain, there " + times + " times, listed " + listed(code, "UNCERTAIN"));
                    }
                }
                case INTENDED, AGAIN -> wrong.add(code + " is left as " + line.state());
            }
        });
        created.forEach((code, times) -> {
            if (times > 1) {
                wrong.add(code + " was created " + times + " times");
            }
        });
        if (!wrong.isEmpty()) {
            throw new AssertionError(mode + (found ? "" : " without a match field") + ": " + wrong);
        }
    }

    private boolean there(ModelRow row) {
        return harbour.visible(STREAM).values().stream()
                .anyMatch(v -> row.key().equals(v.code()) && row.hash().equals(v.name() + "/" + v.size()));
    }

    private static boolean listed(String code, String state) {
        return World.count("SELECT count(*) FROM refused_row WHERE key = '%s' AND state = '%s'".formatted(code, state))
                == 1;
    }
}
