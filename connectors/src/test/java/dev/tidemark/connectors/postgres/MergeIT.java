package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Counts;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.postgres.Tables.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random slices of versions, deletes and repetitions, against a table worked out in memory. */
class MergeIT {

    private static final String ROWS = """
            SELECT "Id", "Name", "Size", extract(epoch FROM _tidemark_version)::bigint,
                   CASE WHEN _tidemark_deleted_at = '1970-01-01T00:01:40Z' THEN -1
                        ELSE extract(epoch FROM _tidemark_deleted_at)::bigint END
              FROM crm."People" ORDER BY 1
            """;
    private static final long RETRIEVED_AT = 100_000_000L;

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static int made;

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int seed = 1; seed <= 12; seed++) {
            for (Deletes deletes : Deletes.values()) {
                cases.add(new Case(seed, deletes, false));
                cases.add(new Case(seed, deletes, true));
            }
        }
        return cases;
    }

    /** @param careful whether each row is loaded by itself */
    record Case(long seed, Deletes deletes, boolean careful) {}

    @ParameterizedTest
    @MethodSource("cases")
    void a_table_holds_the_newest_of_all_that_came_and_every_row_has_a_fate(Case given) throws Exception {
        Random random = new Random(given.seed);
        TableSpec table = table(given.deletes);
        ExpectedTable expected = new ExpectedTable(given.deletes == Deletes.HARD);
        PostgresConnector postgres = new PostgresConnector();
        postgres.prepare(DATABASE.access(), table);
        try (TableLoad load = postgres.open(DATABASE.access(), table)) {
            load.claim(1);
            long page = 0;
            List<Person> fill = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<Person> slice = slice(random, given.seed);
                fill.addAll(slice);
                load(load, slice, false, "fill", ++page);
            }
            expected.apply(fill);
            Counts filled = load.finish(1).counts();
            assertThat(rows(table)).isEqualTo(expected.rows());
            assertThat(filled).isEqualTo(counts(expected, fill.size()));

            for (int i = 0; i < 12; i++) {
                List<Person> slice = slice(random, given.seed);
                ExpectedTable before = expected;
                before.loaded = before.unchanged = before.deleted = 0;
                if (given.careful) {
                    slice.forEach(one -> before.apply(List.of(one)));
                } else {
                    before.apply(slice);
                }
                Mark mark = load(load, slice, given.careful, "run" + i, ++page);
                assertThat(rows(table)).as("slice %s", slice).isEqualTo(expected.rows());
                assertThat(mark.counts()).as("slice %s", slice).isEqualTo(counts(expected, slice.size()));
                assertThat(mark.counts().balance()).isTrue();
                assertThat(mark.page()).isEqualTo(page);
            }
        }
    }

    private static TableSpec table(Deletes deletes) {
        TableSpec people = Tables.people(deletes);
        int number = ++made;
        return new TableSpec(
                "sync" + number, "crm", "People" + number, people.columns(), people.key(), people.deletes());
    }

    private static List<String> rows(TableSpec table) {
        return DATABASE.rows(ROWS.replace("People", table.name()));
    }

    private static Counts counts(ExpectedTable expected, long seen) {
        return new Counts(seen, expected.loaded, expected.unchanged, expected.deleted, 0);
    }

    private static Mark load(TableLoad load, List<Person> slice, boolean careful, String run, long page)
            throws Exception {
        RowSink sink = load.begin(careful);
        sink.page(page, RETRIEVED_AT);
        for (Person person : slice) {
            assertThat(person.sendTo(sink)).isNull();
        }
        return load.commit(1, run, slice.size(), 0, page, Optional.empty());
    }

    /** A third of the seeds has versions always, a third never, a third now and then. */
    private static List<Person> slice(Random random, long seed) {
        List<Person> slice = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            boolean versioned = seed % 3 == 0 || (seed % 3 == 1 && random.nextInt(4) > 0);
            boolean deleted = random.nextInt(4) == 0;
            String name = deleted && random.nextBoolean() ? null : "n" + random.nextInt(3);
            slice.add(new Person(
                    "k" + random.nextInt(7),
                    versioned ? 1000L + random.nextInt(8) : null,
                    deleted,
                    name,
                    name == null ? 0 : random.nextInt(2)));
        }
        return slice;
    }
}
