package dev.tidemark.workspace;

import dev.tidemark.schedule.Schedule;

/** A sync as its owner wrote it. */
public sealed interface SyncDefinition permits InboundSync, OutboundSync {

    /** Unique in its workspace. */
    String name();

    Schedule schedule();

    /** The account that is read: an app inbound, a database outbound. */
    String from();

    /** The account that is written: a database inbound, an app outbound. */
    String to();
}
