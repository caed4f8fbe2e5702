package dev.tidemark.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Check;
import dev.tidemark.event.Event;
import dev.tidemark.event.JdbcEvents;
import dev.tidemark.notice.Delivery.State;
import dev.tidemark.store.TestStore;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a table that is full to people, through crashes and outages. */
class CourierIT {

    private final TestStore tide = new TestStore();
    private final JdbcEvents events = new JdbcEvents();
    private final JdbcOutbox outbox = new JdbcOutbox();
    private final List<Notice> told = new ArrayList<>();
    private boolean away;
    private boolean dies;
    private final Courier courier = courier();

    private Courier courier() {
        Courier made = new Courier(tide.store(), tide);
        made.channels(Map.of("acme", Map.of("ops", new Pigeon())));
        return made;
    }

    /** {@code kill -9} right after it was told. */
    private static final class Killed extends Error {}

    private final class Pigeon implements Channel {
        @Override
        public String send(Notice notice) throws Undelivered {
            if (away) {
                throw new Undelivered("the dovecote is empty");
            }
            told.add(notice);
            if (dies) {
                throw new Killed();
            }
            return "";
        }

        @Override
        public Check check() {
            return new Check(List.of());
        }
    }

    @AfterEach
    void close() {
        tide.close();
    }

    private SyncId sync(String name, String from) {
        return tide.store()
                .inTransaction(tx -> new JdbcSyncs()
                        .define(
                                tx,
                                UUID.randomUUID(),
                                new JdbcSyncs.Definition(
                                        "acme",
                                        name,
                                        SyncRow.Direction.INBOUND,
                                        name,
                                        "",
                                        "{\"from\": \"" + from + "\"}",
                                        "every 1h"),
                                tide.instant()));
    }

    private boolean full(SyncId sync) {
        return tide.store().inTransaction(tx -> events.syncBackfilled(tx, sync, tide.instant()));
    }

    private List<String> happened() {
        return tide.store().inTransaction(tx -> events.newest(tx, 100)).stream()
                .map(e -> e.kind() + " " + e.subject())
                .sorted()
                .toList();
    }

    private Delivery delivery() {
        return tide.store().inTransaction(tx -> {
            Event event = events.newest(tx, 100).stream()
                    .filter(e -> e.kind() == Event.Kind.SOURCE_BACKFILLED)
                    .findFirst()
                    .orElseThrow();
            return outbox.of(tx, event.id()).getFirst();
        });
    }

    @Test
    void a_source_is_complete_once_when_the_last_of_its_syncs_is() {
        SyncId accounts = sync("accounts", "crm");
        SyncId contacts = sync("contacts", "crm");
        SyncId charges = sync("charges", "till");
        assertThat(full(accounts)).isTrue();
        assertThat(full(accounts)).as("a later reading of everything").isFalse();
        courier.step();
        assertThat(told).isEmpty();
        full(contacts);
        courier.step();
        assertThat(told).extracting(Notice::title).containsExactly("the initial backfill of acme/crm is complete");
        assertThat(told.getFirst().text()).contains("Syncs: 2");
        full(charges);
        courier.step();
        assertThat(told).hasSize(2);

        full(sync("cases", "crm"));
        full(accounts);
        courier.step();
        assertThat(told).as("a sync that came later").hasSize(2);
        assertThat(happened())
                .containsExactly(
                        "SOURCE_BACKFILLED acme/crm",
                        "SOURCE_BACKFILLED acme/till",
                        "SYNC_BACKFILLED acme/accounts",
                        "SYNC_BACKFILLED acme/cases",
                        "SYNC_BACKFILLED acme/charges",
                        "SYNC_BACKFILLED acme/contacts");
        assertThat(delivery().state()).isEqualTo(State.SENT);
    }

    @Test
    void a_sync_that_left_its_file_is_not_waited_for() {
        full(sync("accounts", "crm"));
        SyncId contacts = sync("contacts", "crm");
        courier.step();
        tide.store().run(tx -> {
            new JdbcSyncs().gone(tx, contacts);
            events.sourcesBackfilled(tx);
        });
        courier.step();
        assertThat(told).hasSize(1);
    }

    @Test
    void a_channel_that_is_away_is_tried_again_ever_more_seldom_until_it_is_back() {
        full(sync("accounts", "crm"));
        away = true;
        courier.step();
        assertThat(delivery().state()).isEqualTo(State.WAITING);
        assertThat(delivery().error()).isEqualTo("the dovecote is empty");
        assertThat(tide.store().inTransaction(outbox::troubled)).hasSize(1);
        courier.step();
        assertThat(delivery().attempts()).as("not before it is due").isEqualTo(1);
        for (int i = 0; i < 5; i++) {
            tide.pass(Courier.wait(i + 1));
            courier.step();
        }
        assertThat(delivery().attempts()).isEqualTo(6);
        assertThat(told).isEmpty();
        away = false;
        tide.pass(Duration.ofHours(1));
        courier().step();
        assertThat(told).hasSize(1);
        assertThat(delivery().state()).isEqualTo(State.SENT);
        assertThat(tide.store().inTransaction(outbox::troubled)).isEmpty();
    }

    @Test
    void after_three_days_it_is_given_up_and_stays_in_sight() {
        full(sync("accounts", "crm"));
        away = true;
        courier.step();
        tide.pass(Duration.ofDays(4));
        courier.step();
        assertThat(delivery().state()).isEqualTo(State.GIVEN_UP);
        assertThat(tide.store().inTransaction(outbox::troubled)).hasSize(1);
        away = false;
        tide.pass(Duration.ofDays(4));
        courier.step();
        assertThat(told).isEmpty();
    }

    @Test
    void who_dies_between_telling_and_writing_it_down_is_followed_by_another_that_tells_it_again_as_the_same() {
        full(sync("accounts", "crm"));
        dies = true;
        assertThatThrownBy(courier::step).isInstanceOf(Killed.class);
        dies = false;
        courier().step();
        assertThat(told).as("it may still be at work").hasSize(1);
        tide.pass(Courier.HELD.plusSeconds(1));
        courier().step();
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isEqualTo(told.get(1));
        tide.pass(Courier.HELD.plusSeconds(1));
        courier().step();
        assertThat(told).hasSize(2);
    }

    @Test
    void a_channel_that_is_no_more_is_given_up() {
        full(sync("accounts", "crm"));
        away = true;
        courier.step();
        courier.channels(Map.of());
        tide.pass(Duration.ofMinutes(1));
        courier.step();
        assertThat(delivery().state()).isEqualTo(State.GIVEN_UP);
        assertThat(delivery().error()).contains("no such channel");
    }
}
