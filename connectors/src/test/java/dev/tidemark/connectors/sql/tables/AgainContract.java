package dev.tidemark.connectors.sql.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Counts;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.LoadsAgain;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Tidemark;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages that were applied before are loaded again, into whichever database. */
public abstract class AgainContract {

    private Lab lab;
    private LoadsAgain load;

    /** An empty database. */
    protected abstract Lab lab() throws Exception;

    private LoadsAgain open(Deletes deletes) throws Exception {
        TableSpec table = People.table(deletes);
        lab.connector().prepare(lab.access(), table);
        LoadsAgain opened = (LoadsAgain) lab.connector().open(lab.access(), table);
        opened.claim(1);
        opened.finish(1);
        return opened;
    }

    private void deleting(Deletes deletes) throws Exception {
        load.close();
        load = open(deletes);
    }

    @BeforeEach
    void open() throws Exception {
        lab = lab();
        load = open(Deletes.SOFT);
    }

    @AfterEach
    void close() {
        load.close();
        lab.close();
    }

    private static void send(RowSink sink, long page, Person... people) {
        sink.page(page, 100_000_000L + page);
        for (Person person : people) {
            person.sendTo(sink);
        }
    }

    private void page(long page, Person... people) throws Exception {
        send(load.begin(false), page, people);
        load.commit(1, "run", people.length, 0, page, Optional.empty(), Optional.empty());
    }

    private Counts again(boolean careful, long page, Person... people) throws Exception {
        send(load.beginAgain(careful), page, people);
        return load.commitAgain(1, people.length, 0);
    }

    private List<String> live() {
        return lab.rows("SELECT [Id], [Name] FROM [crm].[People] WHERE _tidemark_deleted_at IS NULL ORDER BY 1");
    }

    private static Person unversioned(String id, String name) {
        return new Person(id, null, false, name, name.length());
    }

    @ParameterizedTest
    @CsvSource({"SOFT, true, false", "SOFT, false, true", "SOFT, false, false", "HARD, true, false"})
    void a_page_changes_only_what_no_later_page_has_changed(Deletes deletes, boolean versions, boolean careful)
            throws Exception {
        deleting(deletes);
        Person first = versions ? Person.of("a", 1, "one") : unversioned("a", "one");
        Person second = versions ? Person.of("a", 1, "two") : unversioned("a", "two");
        Person fixed = versions ? Person.of("a", 1, "2!") : unversioned("a", "2!");
        page(1, first);
        page(2, second);
        assertThat(again(careful, 1, first)).isEqualTo(new Counts(1, 0, 1, 0, 0));
        assertThat(live()).containsExactly("a|two");
        assertThat(again(careful, 2, fixed)).isEqualTo(new Counts(1, 1, 0, 0, 0));
        assertThat(live()).containsExactly("a|2!");
        assertThat(again(careful, 2, fixed)).isEqualTo(new Counts(1, 0, 1, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(Deletes.class)
    void what_was_deleted_stays_deleted_also_where_its_tombstone_had_no_version(Deletes deletes) throws Exception {
        deleting(deletes);
        Person b = Person.of("b", 5, "Bob");
        page(1, b);
        page(2, new Person("b", null, true, null, 0));
        assertThat(live()).isEmpty();
        assertThat(again(false, 1, b).balance()).isTrue();
        assertThat(live()).isEmpty();
        page(3, b); // restored, with the version that it had
        assertThat(again(false, 1, b).loaded()).isZero();
        again(false, 2, new Person("b", null, true, null, 0));
        assertThat(live()).containsExactly("b|Bob");
        again(false, 3, Person.of("b", 5, "Robert"));
        assertThat(live()).containsExactly("b|Robert");
    }

    @Test
    void what_was_rejected_before_comes_in_and_the_mark_stays() throws Exception {
        page(7, Person.of("a", 1, "Ada"));
        assertThat(again(false, 3, Person.of("c", 1, "Cid"))).isEqualTo(new Counts(1, 1, 0, 0, 0));
        assertThat(live()).containsExactly("a|Ada", "c|Cid");
        Mark mark = load.claim(1);
        assertThat(mark.page()).isEqualTo(7);
        assertThat(mark.counts()).isEqualTo(new Counts(1, 1, 0, 0, 0));
    }

    @Test
    void a_worker_that_lost_its_lease_changes_nothing() throws Exception {
        page(1, Person.of("a", 1, "Ada"));
        try (LoadsAgain young = (LoadsAgain) lab.connector().open(lab.access(), People.table(Deletes.SOFT))) {
            send(load.beginAgain(false), 1, Person.of("a", 1, "Eve"));
            young.claim(2);
            assertThatThrownBy(() -> load.commitAgain(1, 1, 0)).isInstanceOf(LeaseLost.class);
        }
        assertThat(live()).containsExactly("a|Ada");
    }

    @Test
    void the_tidemark_tells_how_many_are_rejected_by_now() throws Exception {
        page(1, Person.of("a", 1, "Ada"));
        Instant to = Instant.ofEpochSecond(7);
        Tide tide =
                new Tide(to, true, Tide.Deletes.ALWAYS_TOLD, Optional.empty(), 1, Optional.of(List.of()), 2, "nothing");
        Tidemark before = load.rise(1, tide).tidemark();
        assertThat(before.rejected()).isEqualTo(2);
        assertThat(load.recount(1, 0).tidemark())
                .isEqualTo(new Tidemark(before.changesTo(), before.deletesTo(), List.of(), 0, "nothing"));
        assertThat(lab.rows("SELECT rejected FROM [tidemark].[tables]")).containsExactly("0");
        assertThatThrownBy(() -> load.recount(0, 3)).isInstanceOf(LeaseLost.class);
    }
}
