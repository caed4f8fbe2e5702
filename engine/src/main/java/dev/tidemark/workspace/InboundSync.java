package dev.tidemark.workspace;

import dev.tidemark.connector.TableSpec;
import dev.tidemark.schedule.Schedule;
import java.util.Objects;

/**
 * One stream of an app, kept in one table.
 *
 * @param from the app's account
 * @param stream as the API spells it
 * @param to the database's account
 * @param deletes what becomes of a row that is deleted at the source
 * @param brake the share of the table's rows, in percent, of which no more may vanish at once
 */
public record InboundSync(
        String name,
        String from,
        String stream,
        String to,
        TableName table,
        Schedule schedule,
        Mode mode,
        TableSpec.Deletes deletes,
        int brake,
        FieldChoice fields)
        implements SyncDefinition {

    /** What a run asks for. */
    public enum Mode {
        /** Everything once, then what changed. */
        INCREMENTAL,
        /** Everything, each time. */
        FULL
    }

    public InboundSync {
        Objects.requireNonNull(table);
        Objects.requireNonNull(schedule);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(deletes);
        Objects.requireNonNull(fields);
        if (brake < 1 || brake > 100) {
            throw new IllegalArgumentException("a brake is 1% to 100%: " + brake);
        }
    }
}
