package dev.tidemark.simulation;

import dev.tidemark.access.Account;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import java.util.List;
import java.util.Map;

/** An app to which cargo is brought, and how its records are counted. */
interface Shore {

    RecordDestination connector();

    Account account();

    /** How cargo is written: its code into the field by which a record is found, if {@code found}. */
    WriteSpec write(Mode mode, boolean found);

    /** A record that was there before. */
    void has(String code);

    /** Whether it never takes such a row. */
    boolean refuses(Cargo.Row row);

    /** The records that are there, as text, by code. */
    Map<String, List<String>> records();

    /** Something goes wrong in a way of this app alone. */
    void misbehave();

    /** All that went wrong by itself is over. */
    void calm();
}
