package dev.tidemark.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.store.TestStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreTablesIT {

    @Test
    void of_each_table_of_the_store_it_is_known_whether_a_backup_keeps_it() {
        try (TestStore tide = new TestStore()) {
            List<String> known = new ArrayList<>(StoreTables.KEPT);
            known.addAll(StoreTables.PASSING);
            known.add("worker"); // looked at by a restore, which begins while none works
            List<String> all = tide.store()
                    .inTransaction(tx -> tx.handle()
                            .createQuery(
                                    "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
                                            + " AND table_name NOT LIKE 'flyway%'")
                            .mapTo(String.class)
                            .list());
            assertThat(all).containsExactlyInAnyOrderElementsOf(known);
        }
    }
}
