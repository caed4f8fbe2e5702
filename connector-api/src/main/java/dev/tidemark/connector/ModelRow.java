package dev.tidemark.connector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of a model that is to be sent.
 *
 * @param key its key as text; of several columns, a JSON array
 * @param hash of its values, by which the ledger knows what was accepted
 * @param values by column: String, Long, BigDecimal, Double, Boolean, LocalDate, LocalTime, Instant, byte[] or null; a
 *     nested value is a {@link JsonText}
 * @param attempts how often it was sent before and not accepted
 */
public record ModelRow(String key, String hash, Map<String, @Nullable Object> values, int attempts) {

    /** A nested value as JSON text. */
    public record JsonText(String json) {}

    // Not in the short form: in that, javac keeps no @Nullable of the type arguments in the class file.
    public ModelRow(String key, String hash, Map<String, @Nullable Object> values, int attempts) {
        this.key = Objects.requireNonNull(key);
        this.hash = Objects.requireNonNull(hash);
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.attempts = attempts;
    }
}
