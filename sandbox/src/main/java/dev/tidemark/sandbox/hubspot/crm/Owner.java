package dev.tidemark.sandbox.hubspot.crm;

import java.time.Instant;

/** A user who owns records. */
public record Owner(
        String id, long userId, String email, String firstName, String lastName, boolean archived, Instant since) {}
