package dev.tidemark.hook;

import dev.tidemark.access.Account;
import dev.tidemark.connector.Hooked;

/** An account whose vendor may send webhooks. */
public record HookedSource(Account account, Hooked connector) {}
