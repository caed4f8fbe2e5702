package dev.tidemark.connector;

import java.time.InstantSource;

/** What the engine hands a connector for one account: its settings, its secrets, a way to the network, the time. */
public interface Access {

    Settings settings();

    Secrets secrets();

    /** The only way to an HTTP API: each request sent through it is counted against the account's quota. */
    Http http();

    InstantSource clock();
}
