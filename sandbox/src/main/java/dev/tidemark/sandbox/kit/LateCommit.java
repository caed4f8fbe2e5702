package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.fault.Effect;
import java.time.Duration;

/** What this request writes is stamped now and seen only so much later, as when a long transaction commits. */
public record LateCommit(Duration lag) implements Effect.Own {
    /** The lag among these effects; zero when there is none. */
    public static Duration of(Iterable<Effect.Own> effects) {
        Duration lag = Duration.ZERO;
        for (Effect.Own effect : effects) {
            if (effect instanceof LateCommit late) {
                lag = late.lag();
            }
        }
        return lag;
    }
}
