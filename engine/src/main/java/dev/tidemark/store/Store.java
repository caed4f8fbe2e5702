package dev.tidemark.store;

import java.util.function.Consumer;
import java.util.function.Function;

/** The store's transactions. Whatever is written in one is there as a whole or not at all. */
public interface Store {

    /**
     * Runs the work in one transaction and commits it.
     *
     * @throws StoreUnavailable where the database cannot be reached or does not commit; whether the work took effect is then
     *     unknown, so every caller's work can be repeated or is fenced
     */
    <T> T inTransaction(Function<Tx, T> work);

    default void run(Consumer<Tx> work) {
        this.<Boolean>inTransaction(tx -> {
            work.accept(tx);
            return true;
        });
    }
}
