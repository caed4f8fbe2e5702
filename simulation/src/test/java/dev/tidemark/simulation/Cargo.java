package dev.tidemark.simulation;

import dev.tidemark.connector.ModelSpec;
import dev.tidemark.sync.SyncId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table of the user's own database that is written to an app, and the ledger that is kept beside it. */
final class Cargo {

    static final ModelSpec MODEL = new ModelSpec("select code, name, size from model.cargo", List.of("code"));

    /** A row of the table. */
    record Row(String name, long size) {

        /** As it is compared. */
        String text() {
            return name + "/" + size;
        }
    }

    Cargo() {
        World.execute("CREATE TABLE model.cargo (code text PRIMARY KEY, name text, size bigint)");
    }

    /** Sets a row. */
    void put(String code, String name, long size) {
        World.execute("""
                INSERT INTO model.cargo VALUES ('%s', '%s', %d)
                ON CONFLICT (code) DO UPDATE SET name = excluded.name, size = excluded.size""".formatted(code, name, size));
    }

    /** Takes a row out. */
    void remove(String code) {
        World.execute("DELETE FROM model.cargo WHERE code = '" + code + "'");
    }

    /** All rows by code. */
    Map<String, Row> rows() {
        Map<String, Row> rows = new TreeMap<>();
        for (List<@Nullable String> row : World.rows("SELECT code, name, size FROM model.cargo")) {
            rows.put(
                    String.valueOf(row.get(0)),
                    new Row(String.valueOf(row.get(1)), Long.parseLong(String.valueOf(row.get(2)))));
        }
        return rows;
    }

    /** What the ledger says of each code, once there is one. */
    Map<String, String> states(SyncId sync) {
        Map<String, String> states = new TreeMap<>();
        if (World.count("SELECT count(*) FROM pg_tables WHERE schemaname = 'tidemark' AND tablename = 'ledger'") == 0) {
            return states;
        }
        World.rows("SELECT key, state FROM tidemark.ledger WHERE sync = '" + sync + "'")
                .forEach(row -> states.put(String.valueOf(row.get(0)), String.valueOf(row.get(1))));
        return states;
    }
}
