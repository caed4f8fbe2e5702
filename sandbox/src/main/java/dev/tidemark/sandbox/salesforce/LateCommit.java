package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.fault.Effect;
import java.time.Duration;

/** What this request writes is stamped now and seen only so much later, as when a long transaction commits. */
public record LateCommit(Duration lag) implements Effect.Own {}
