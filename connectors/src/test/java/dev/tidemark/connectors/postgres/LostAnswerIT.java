package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.tables.People;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that dies around a commit: the worker cannot know, and the mark tells it. */
class LostAnswerIT {

    @ParameterizedTest
    @EnumSource(CuttingProxy.Cut.class)
    void the_mark_tells_whether_a_commit_whose_answer_was_lost_happened(CuttingProxy.Cut cut) throws Exception {
        TestDatabase database = TestDatabase.fresh();
        TableSpec table = People.table(Deletes.SOFT);
        PostgresConnector postgres = new PostgresConnector();
        postgres.prepare(database.access(), table);
        try (CuttingProxy proxy = new CuttingProxy(database.port());
                TableLoad load = postgres.open(database.access(proxy.port()), table)) {
            load.claim(1);
            RowSink sink = load.begin(false);
            sink.page(5, 0);
            Person.of("a", 1, "Ada").sendTo(sink);
            proxy.cutAtNextCommit(cut);
            assertThatThrownBy(() -> load.commit(1, "run", 1, 0, 5, Optional.empty()))
                    .isInstanceOf(Unavailable.class);
        }
        try (TableLoad again = postgres.open(database.access(), table)) {
            Mark mark = again.claim(1);
            boolean happened = cut == CuttingProxy.Cut.BEFORE_THE_ANSWER;
            assertThat(mark.page()).isEqualTo(happened ? 5 : 0);
            assertThat(database.one("SELECT count(*) FROM crm.\"People\"")).isEqualTo(happened ? "1" : "0");
        }
    }
}
