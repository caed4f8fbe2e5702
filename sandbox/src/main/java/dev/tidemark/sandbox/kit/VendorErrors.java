package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;

/** How one vendor words the refusals that every API has. */
public interface VendorErrors {
    /** 429; with Retry-After where the vendor sends it. */
    Answer tooManyRequests(Duration retryAfter);

    /** 500 in the vendor's own words. */
    Answer serverError();

    /** 503 in the vendor's own words. */
    Answer unavailable();
}
