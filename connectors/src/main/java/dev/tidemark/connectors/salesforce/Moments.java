package dev.tidemark.connectors.salesforce;

import dev.tidemark.connectors.json.Conversions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Moments as Salesforce writes them: {@code 2026-05-01T07:25:37.000+0000}. */
final class Moments {

    private Moments() {}

    static Optional<Instant> of(String text) {
        long micros = Conversions.ISO.instant(text.toCharArray(), 0, text.length());
        return micros == Conversions.MISFIT
                ? Optional.empty()
                : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
