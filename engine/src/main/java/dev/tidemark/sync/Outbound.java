package dev.tidemark.sync;

import dev.tidemark.access.Account;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import java.time.Duration;

/**
 * A sync from a model in a database into an app.
 *
 * @param retryRejected how long a rejected row rests before it is offered again
 */
public record Outbound(
        SyncId id,
        String workspace,
        String name,
        String definitionHash,
        DueRule due,
        ModelSource source,
        Account from,
        ModelSpec model,
        RecordDestination destination,
        Account to,
        WriteSpec write,
        Duration retryRejected)
        implements Sync {}
