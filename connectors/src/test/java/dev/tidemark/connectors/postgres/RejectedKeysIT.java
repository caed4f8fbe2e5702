package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Listing;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.sql.tables.People;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are gone beside records that are rejected for what only PostgreSQL refuses (invariant 5). */
class RejectedKeysIT {

    private static final TableSpec TABLE = People.table(Deletes.SOFT);

    private final TestDatabase database = TestDatabase.fresh();

    @SuppressWarnings("NullAway.Init")
    private TableLoad load;

    private long page;

    @BeforeEach
    void fill() throws Exception {
        var postgres = new PostgresConnector();
        postgres.prepare(database.access(), TABLE);
        load = postgres.open(database.access(), TABLE);
        load.claim(1);
        reading(false, 4, 0, sink -> send(sink, "a", "b", "c", "d"));
        load.finish(1);
    }

    @AfterEach
    void close() {
        load.close();
    }

    @Test
    void a_record_with_a_value_that_the_database_does_not_hold_is_there() throws Exception {
        for (int i = 0; i < 2; i++) {
            reading(false, 2, 1, sink -> {
                send(sink, "a", "b");
                assertThat(Person.of("c", 1, "\0").sendTo(sink)).isNotNull();
            });
        }
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void where_the_database_cannot_read_a_key_nothing_is_gone() throws Exception {
        load.close();
        var postgres = new PostgresConnector();
        var table = new TableSpec(
                "sync-2",
                "crm",
                "Places",
                List.of(new Column("Place", FieldType.JSON)),
                List.of("Place"),
                Deletes.SOFT);
        postgres.prepare(database.access(), table);
        load = postgres.open(database.access(), table);
        load.claim(1);
        page = 0;
        reading(false, 2, 0, sink -> places(sink, "[1]", "[2]"));
        load.finish(1);
        for (int i = 0; i < 2; i++) {
            reading(true, 1, 1, sink -> {
                places(sink, "[1]", "[");
                assertThat(sink.refusal()).isNotNull();
            });
            assertThat(load.notes()).singleElement().asString().contains("rejected");
        }
        assertThat(database.one("SELECT count(*) FROM crm.\"Places\" WHERE \"_tidemark_deleted_at\" IS NULL"))
                .isEqualTo("2");
    }

    private static void places(RowSink sink, String... places) {
        for (String place : places) {
            sink.begin();
            sink.json(0, place);
            sink.end(new byte[0], 0, 0);
        }
    }

    private static void send(RowSink sink, String... ids) {
        for (String id : ids) {
            assertThat(Person.of(id, 1, "Name of " + id).sendTo(sink)).isNull();
        }
    }

    /** A reading of one page, with which it is complete. */
    private void reading(boolean careful, long taken, long rejected, Consumer<RowSink> records) throws Exception {
        RowSink sink = load.begin(careful);
        sink.page(++page, 1_000_000_000L);
        records.accept(sink);
        load.commit(1, "run-" + page, taken + rejected, rejected, page, Optional.of(new Listing(page, true, 0.5)));
    }

    private List<String> live() {
        return database.rows("SELECT \"Id\" FROM crm.\"People\" WHERE \"_tidemark_deleted_at\" IS NULL ORDER BY 1");
    }
}
