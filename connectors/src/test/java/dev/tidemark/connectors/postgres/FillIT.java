package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.tables.People;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first filling of a table, and its end. */
class FillIT {

    private static final String COUNT = "SELECT count(DISTINCT \"Id\") FROM crm.\"People\"";

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();
    private final TableSpec table = People.table(Deletes.SOFT);

    @BeforeEach
    void prepare() throws Exception {
        postgres.prepare(database.access(), table);
    }

    @Test
    void the_end_of_a_fill_leaves_one_row_a_key_and_is_told_once() throws Exception {
        try (TableLoad load = postgres.open(database.access(), table)) {
            load.claim(1);
            load(load, 1, Person.of("a", 1, "old"), Person.of("b", 1, "Bob"), Person.gone("c", 1));
            load(load, 2, Person.of("a", 2, "new"), Person.gone("b", 2), Person.gone("c", 1));
            Mark mark = load.finish(1);
            assertThat(mark.counts()).isEqualTo(new Counts(6, 2, 2, 2, 0));
            assertThat(load.finish(1)).isEqualTo(mark);
        }
        assertThat(database.rows(
                        "SELECT \"Id\", \"Name\", _tidemark_deleted_at IS NOT NULL FROM crm.\"People\" ORDER BY 1"))
                .containsExactly("a|new|f", "b|Bob|t", "c|null|t");
        assertThat(database.one("SELECT filling FROM tidemark.mark")).isEqualTo("f");
        assertThat(postgres.prepare(database.access(), table)).isEmpty();
    }

    @Test
    void rows_counted_in_an_earlier_run_are_not_moved_in_this_one() throws Exception {
        try (TableLoad load = postgres.open(database.access(), table)) {
            load.claim(1);
            for (int i = 0; i < 3; i++) {
                load(load, i + 1, Person.of("a", 1, "same"), Person.of("b", 1, "same"));
            }
            RowSink sink = load.begin(false);
            sink.page(4, 0);
            Person.of("a", 1, "same").sendTo(sink);
            load.commit(1, "run-2", 1, 0, 4, Optional.empty());
            assertThat(load.finish(1).counts()).isEqualTo(new Counts(1, 0, 1, 0, 0));
        }
    }

    @Test
    void a_fill_that_another_worker_ends_has_one_row_a_key_as_well() throws Exception {
        try (TableLoad first = postgres.open(database.access(), table)) {
            first.claim(1);
            load(first, 1, Person.of("a", 1, "old"), Person.of("b", 1, "same"));
        }
        try (TableLoad second = postgres.open(database.access(), table)) {
            second.claim(2);
            RowSink sink = second.begin(false);
            sink.page(2, 0);
            Person.of("a", 2, "new").sendTo(sink);
            second.commit(2, "run", 1, 0, 2, Optional.empty());
            assertThat(second.finish(2).counts()).isEqualTo(new Counts(3, 2, 1, 0, 0));
        }
        assertThat(database.one("SELECT string_agg(\"Name\", ',' ORDER BY \"Name\") FROM crm.\"People\""))
                .isEqualTo("new,same");
    }

    @Test
    void keys_that_come_twice_in_a_slice_that_is_given_up_are_there_once() throws Exception {
        try (TableLoad load = postgres.open(database.access(), table)) {
            load.claim(1);
            RowSink given = load.begin(false);
            given.page(1, 0);
            Person.of("a", 1, "Ada").sendTo(given);
            Person.of("b", 1, "Ben").sendTo(given);
            load(load, 1, Person.of("a", 1, "Ada"), Person.of("b", 1, "Ben"), Person.of("b", 2, "Bea"));
            assertThat(load.finish(1).counts()).isEqualTo(new Counts(3, 2, 1, 0, 0));
        }
        assertThat(database.one(COUNT)).isEqualTo("2");
    }

    @Test
    void a_reader_that_stays_makes_the_end_of_a_fill_wait_for_another_try() throws Exception {
        try (TableLoad load = postgres.open(database.access(), table);
                Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            load.claim(1);
            load(load, 1, Person.of("a", 1, "Ada"), Person.of("a", 2, "Ada"));
            reader.setAutoCommit(false);
            statement.execute(COUNT);
            assertThatThrownBy(() -> load.finish(1))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("55P03");
            reader.rollback();
            assertThat(load.finish(1).counts()).isEqualTo(new Counts(2, 1, 1, 0, 0));
        }
    }

    @Test
    void readers_always_see_every_row_while_the_table_gets_its_key_and_evolves() throws Exception {
        int people = 3_000;
        List<Column> columns = new ArrayList<>(table.columns());
        columns.set(2, new Column("Size", FieldType.DECIMAL));
        columns.add(new Column("Extra2", FieldType.BOOLEAN));
        TableSpec evolved = new TableSpec(table.sync(), "crm", "People", columns, table.key(), Deletes.SOFT);
        Set<String> seen = new TreeSet<>();
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        try (TableLoad load = postgres.open(database.access(), table)) {
            load.claim(1);
            Person[] all = new Person[people];
            for (int i = 0; i < people; i++) {
                all[i] = Person.of("k" + i, 1, "name");
            }
            load(load, 1, all);
            load(load, 2, all);
            Thread reader = Thread.ofVirtual().start(() -> {
                while (!done.get()) {
                    seen.add(database.one(COUNT));
                    reading.countDown();
                }
            });
            reading.await();
            load.finish(1);
            load(load, 3, all);
            postgres.prepare(database.access(), evolved);
            done.set(true);
            reader.join();
        }
        assertThat(seen).containsExactly(Integer.toString(people));
        assertThat(database.one("SELECT count(*) FROM crm.\"People\"")).isEqualTo(Integer.toString(people));
    }

    @Test
    void a_key_too_long_for_an_index_is_refused_by_itself() throws Exception {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; noise.length() < 3_000; i++) {
            noise.append(Integer.toHexString(Integer.hashCode(i * 0x9E3779B9)));
        }
        try (TableLoad load = postgres.open(database.access(), table)) {
            load.claim(1);
            RowSink sink = load.begin(false);
            sink.page(1, 0);
            assertThat(Person.of("a", 1, "Ada").sendTo(sink)).isNull();
            assertThat(Person.of(noise.toString(), 1, "Long").sendTo(sink)).contains("Id", "2600 bytes");
            load.commit(1, "run", 2, 1, 1, Optional.empty());
            assertThat(load.finish(1).counts()).isEqualTo(new Counts(2, 1, 0, 0, 1));
        }
        assertThat(database.one("SELECT count(*) FROM crm.\"People\"")).isEqualTo("1");
    }

    private static void load(TableLoad load, long page, Person... people) throws Exception {
        RowSink sink = load.begin(false);
        sink.page(page, 0);
        for (Person person : people) {
            assertThat(person.sendTo(sink)).isNull();
        }
        load.commit(1, "run", people.length, 0, page, Optional.empty());
    }
}
