package dev.tidemark.access;

import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.quota.Allowance;
import dev.tidemark.quota.Quota;
import java.time.InstantSource;
import java.util.Objects;

/**
 * One account at one app or database: the unit that has secrets and a quota, shared by all its syncs and all workers.
 *
 * @param workspace the customer's space
 * @param name its name in the workspace file
 * @param transport sends requests, without counting them
 * @param allowance what may be spent
 */
public record Account(
        String workspace,
        String name,
        Settings settings,
        Secrets secrets,
        Transport transport,
        Quota quota,
        Allowance allowance,
        Redaction redaction,
        InstantSource clock) {

    public Account {
        Objects.requireNonNull(allowance);
    }

    /** By which its quota is kept. */
    public String id() {
        return workspace + "/" + name;
    }

    /** A way in for one piece of work, which counts that work's requests. */
    public CountedAccess open() {
        return new CountedAccess(this);
    }
}
