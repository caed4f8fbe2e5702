package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import java.util.Map;

/** Changes a record in place. */
public interface Transformation {

    /** @param context sees the record as it was given */
    void apply(Map<Object, Object> record, Context context);
}
