package dev.tidemark.simulation;

import dev.tidemark.access.Account;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.Sync;
import dev.tidemark.sync.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Streams of the app kept in tables: by time, by log, whole, and whole without a word of deletes. In the end each table equals its stream. */
final class InwardCourse implements Course {

    private final ManualTide tide;
    private final RandomGenerator random;
    private final List<String> streams = List.of("berths", "crews", "pilots", "tugs");
    private final Set<String> hard;
    private final Harbour harbour;
    private final Gauge gauge;
    private Instant calmSince = Instant.MAX;

    InwardCourse(long seed, ManualTide tide) {
        this.tide = tide;
        this.random = tide.random();
        this.harbour = new Harbour(tide.tides(), 3 + random.nextInt(6));
        this.gauge = new Gauge(harbour);
        this.hard = seed % 2 == 0 ? Set.of("pilots", "tugs") : Set.of("berths", "crews");
    }

    @Override
    public void begin() {
        harbour.skew(Duration.ofSeconds(random.nextInt(-4000, 4000)));
        tide.weather().reaches(harbour::serve);
        Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));
        for (String stream : streams) {
            int records = 5 + random.nextInt(30);
            for (int i = 0; i < records; i++) {
                harbour.change(stream, random, false);
            }
        }
        tide.tides().pass(Duration.ofSeconds(100));
        for (String stream : streams) {
            Set<String> except = random.nextInt(4) == 0 ? Set.of("note") : Set.of();
            Deletes deletes = hard.contains(stream) ? Deletes.HARD : Deletes.SOFT;
            tide.read(new HarbourConnector(), app, stream, deletes, stream.equals("pilots"), except);
        }
    }

    @Override
    public void change() {
        String stream = streams.get(random.nextInt(streams.size()));
        boolean late = !HarbourConnector.BY_LOG.contains(stream) && random.nextInt(3) == 0;
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            harbour.change(stream, random, late);
        }
    }

    /** A field more is wanted, or one less. */
    @Override
    public void misbehave() {
        List<SyncId> ids = List.copyOf(tide.syncs().keySet());
        tide.choose(ids.get(random.nextInt(ids.size())), random.nextInt(3) == 0 ? Set.of("note") : Set.of());
    }

    @Override
    public Duration latest() {
        return Harbour.LATEST;
    }

    @Override
    public void watch() {
        gauge.look(streams);
    }

    @Override
    public void calm() {
        calmSince = harbour.now();
    }

    @Override
    public void check() {
        streams.forEach(this::tidemarkIsFresh);
        for (Sync sync : tide.syncs().values()) {
            if (sync instanceof Inbound inbound) {
                tableEqualsSource(inbound);
            }
        }
    }

    /** Each stream was read anew since, and what is read whole without a word of deletes even twice. */
    private void tidemarkIsFresh(String stream) {
        Gauge.Mark mark = gauge.of(stream);
        Instant since = calmSince.minus(Harbour.LATEST).minusSeconds(2);
        boolean changes = HarbourConnector.WHOLE.contains(stream)
                || mark.changesTo().filter(since::isBefore).isPresent();
        boolean deletes = mark.deletesTo().filter(since::isBefore).isPresent();
        if (!changes || !deletes) {
            throw new AssertionError(
                    "the tidemark of " + stream + " is stale: " + mark + ", it was calm since " + calmSince);
        }
    }

    /** Where nothing tells of deletes, a row keeps the values that were last seen, and one that came and went is not there. */
    private static void onlyWhatWasSeen(Map<String, String> expected, Map<String, String> found) {
        expected.values().removeIf(row -> row.startsWith("deleted "));
        found.values().removeIf(row -> row.startsWith("deleted "));
    }

    /** Every row, deleted ones too. */
    private void tableEqualsSource(Inbound sync) {
        boolean hard = sync.deletes() == Deletes.HARD;
        boolean note = !sync.layout().choice().except().contains("note");
        Map<String, String> expected = new TreeMap<>();
        harbour.visible(sync.streamName()).forEach((id, v) -> {
            if (!v.deleted() || !hard) {
                String values = "%s %d %d %s".formatted(v.name(), v.size(), v.changed(), note ? v.note() : "-");
                expected.put(id, (v.deleted() ? "deleted " : "") + values);
            }
        });
        Map<String, String> found = new TreeMap<>();
        for (List<@Nullable String> row : World.rows("""
            SELECT id, name, size, extract(epoch FROM changed)::bigint, %s, _tidemark_deleted_at IS NOT NULL
            FROM synced.%s\
            """.formatted(note ? "note" : "'-'", sync.table()))) {
            String text = ("t".equals(row.get(5)) ? "deleted " : "") + row.get(1) + " " + row.get(2) + " " + row.get(3)
                    + " " + row.get(4);
            found.merge(String.valueOf(row.get(0)), text, (a, b) -> a + " and " + b);
        }
        if (HarbourConnector.WHOLE.contains(sync.streamName())) {
            onlyWhatWasSeen(expected, found);
        }
        Differences.none(sync.name(), expected, found);
    }
}
