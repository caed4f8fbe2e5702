package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.queue.JobKind;
import dev.tidemark.sync.SyncId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is wanted of a stream changes while it is kept. */
class FieldsIT {

    private final ManualTide tide = new ManualTide(1, Guarantees.ALL);
    private final Harbour harbour = new Harbour(tide.tides(), 4);
    private final Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));

    private void berth(String id, String note) {
        harbour.put("berths", id, null, "name", 1, note, false, false, new SplittableRandom(1));
    }

    @Test
    void a_field_that_was_left_out_for_a_while_is_read_again_for_every_record() {
        berth("b1", "old");
        tide.weather().reaches(harbour::serve);
        tide.read(new HarbourConnector(), app, "berths", Deletes.SOFT, false, Set.of());
        SyncId sync = tide.syncs().keySet().iterator().next();
        Hull hull = tide.launch();
        tide.works(hull, 20);
        tide.choose(sync, Set.of("note"));
        berth("b1", "changed while nobody asked");
        tide.tides().pass(Duration.ofMinutes(20));
        tide.works(hull, 40);
        tide.choose(sync, Set.of());
        tide.tides().pass(Duration.ofMinutes(20));
        tide.works(hull, 40);
        assertThat(World.rows("SELECT note FROM synced.berths WHERE id = 'b1'"))
                .isEqualTo(List.of(List.of("changed while nobody asked")));
    }

    /** A harbour whose notes are not always shown to us. */
    private static final class Discreet implements SourceConnector {
        private final HarbourConnector harbour = new HarbourConnector();
        private boolean shows;

        @Override
        public ConnectorSpec spec() {
            return harbour.spec();
        }

        @Override
        public Check check(Access access) {
            return harbour.check(access);
        }

        @Override
        public List<StreamSpec> discover(Access access) throws HttpFailed {
            return harbour.discover(access);
        }

        @Override
        public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
            Optional<StreamSpec> all = harbour.describe(access, stream);
            return shows ? all : all.map(s -> s.only(Set.of("id", "changed", "name", "size")));
        }

        @Override
        public Answer read(Access access, PageRequest request) {
            return shows || request.stream().field("note").isEmpty()
                    ? harbour.read(access, request)
                    : new Answer.Stop("source.unknown_field", "there is no note", "Leave it out");
        }

        @Override
        public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
            harbour.records(stream, page, sink);
        }
    }

    @Test
    void a_field_that_is_granted_no_more_fails_one_run_and_comes_back_for_every_record() {
        Discreet source = new Discreet();
        source.shows = true;
        berth("b1", "old");
        tide.weather().reaches(harbour::serve);
        tide.read(source, app, "berths", Deletes.SOFT, false, Set.of());
        Hull hull = tide.launch();
        tide.works(hull, 10);
        source.shows = false;
        berth("b1", "changed unseen");
        berth("b2", "new unseen");
        tide.works(hull, 40);
        assertThat(World.count("SELECT count(*) FROM run WHERE state = 'FAILED'"))
                .isEqualTo(1);
        assertThat(World.rows("SELECT id FROM synced.berths ORDER BY id"))
                .isEqualTo(List.of(List.of("b1"), List.of("b2")));
        source.shows = true;
        tide.tides().pass(Duration.ofHours(2));
        tide.works(hull, 40);
        assertThat(World.rows("SELECT note FROM synced.berths ORDER BY id"))
                .isEqualTo(List.of(List.of("changed unseen"), List.of("new unseen")));
    }

    @Test
    void a_field_that_appears_while_pages_wait_is_loaded_by_whoever_had_the_table_open_before() {
        Discreet source = new Discreet();
        for (int i = 0; i < 20; i++) {
            berth("b" + i, "seen late");
        }
        tide.weather().reaches(harbour::serve);
        tide.read(source, app, "berths", Deletes.SOFT, false, Set.of());
        Hull reader = tide.launch();
        Hull loader = tide.launch();
        reader.tick();
        reader.lease(1);
        reader.step(0);
        reader.step(0);
        loader.lease(1);
        loader.step(0); // opens the table
        tide.kill(reader);
        source.shows = true;
        tide.tides().pass(Duration.ofMinutes(70));
        Hull other = tide.launch();
        other.reclaim();
        other.lease(1);
        while (other.step(0, Set.of(JobKind.RETRIEVE))) {
            // It describes the stream anew and reads everything.
        }
        tide.works(loader, 40);
        assertThat(World.rows("SELECT DISTINCT note FROM synced.berths")).isEqualTo(List.of(List.of("seen late")));
    }
}
