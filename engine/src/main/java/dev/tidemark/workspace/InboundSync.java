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
    }
}
