package dev.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectIT {

    private final TestStore tide = new TestStore();

    @AfterEach
    void close() {
        tide.close();
    }

    @BeforeEach
    void makeTable() {
        tide.store()
                .run(
                        tx -> tx.handle()
                                .execute(
                                        "CREATE TABLE line (place serial, word text PRIMARY KEY, at timestamptz, more text[])"));
    }

    private static void later(Tx tx, String word) {
        Direct.updateLater(
                tx, "INSERT INTO line (word, at, more) VALUES (?, ?, ?)", word, TestStore.START, new String[] {word});
    }

    private static List<String> words(Tx tx) {
        return Direct.list(tx, "SELECT word FROM line ORDER BY place", row -> row.getString(1));
    }

    @Test
    void what_was_kept_back_is_there_for_the_next_statement_in_its_order() {
        List<String> direct = tide.store().inTransaction(tx -> {
            later(tx, "a");
            Direct.updateLater(tx, "UPDATE line SET word = word || '!' WHERE at = ?", TestStore.START);
            later(tx, "b");
            return words(tx);
        });
        assertThat(direct).containsExactly("a!", "b");
        List<String> byHandle = tide.store().inTransaction(tx -> {
            later(tx, "c");
            return tx.handle()
                    .createQuery("SELECT word FROM line WHERE more = CAST(:more AS text[])")
                    .bind("more", new String[] {"c"})
                    .mapTo(String.class)
                    .list();
        });
        assertThat(byHandle).containsExactly("c");
    }

    @Test
    void what_was_kept_back_is_committed_and_again_and_again() {
        for (int i = 0; i < 12; i++) { // beyond the number from which on the server keeps a plan
            String word = "w" + i;
            tide.store().run(tx -> {
                later(tx, word);
                Direct.updateLater(tx, "UPDATE line SET at = ? WHERE word = ?", Instant.EPOCH, word);
            });
        }
        List<String> moved = tide.store()
                .inTransaction(tx ->
                        Direct.list(tx, "SELECT word FROM line WHERE at = ?", row -> row.getString(1), Instant.EPOCH));
        assertThat(moved).hasSize(12);
    }

    @Test
    void where_one_of_those_kept_back_fails_nothing_is_committed() {
        assertThatThrownBy(() -> tide.store().run(tx -> {
                    later(tx, "a");
                    later(tx, "a");
                    later(tx, "b");
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("duplicate key");
        assertThat(tide.store().<List<String>>inTransaction(DirectIT::words)).isEmpty();
    }
}
