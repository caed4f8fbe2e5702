package dev.tidemark.sync;

import dev.tidemark.access.Account;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.TableSpec;

/**
 * A sync from an API into a table.
 *
 * @param streamName the stream's name at the source
 * @param brake the share of the table's rows, more than 0 and at most 1, of which no more may vanish at once
 * @param layout which fields become which columns
 * @param everything whether each run reads everything, not only what changed
 */
public record Inbound(
        SyncId id,
        String workspace,
        String name,
        String definitionHash,
        DueRule due,
        SourceConnector source,
        Account from,
        String streamName,
        TableDestination destination,
        Account to,
        String schema,
        String table,
        TableSpec.Deletes deletes,
        double brake,
        Layout layout,
        boolean everything)
        implements Sync {}
