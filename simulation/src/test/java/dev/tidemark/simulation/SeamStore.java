package dev.tidemark.simulation;

import dev.tidemark.store.Store;
import dev.tidemark.store.StoreUnavailable;
import dev.tidemark.store.Tx;
import java.io.IOException;
import java.util.function.Function;

/** The store, with a seam before each transaction, before its commit and after it. */
record SeamStore(Store store, Sea sea) implements Store {

    @Override
    public <T> T inTransaction(Function<Tx, T> work) {
        sea.pass("store begin");
        sea.storeIsThere();
        T result;
        sea.enter();
        try {
            result = store.inTransaction(tx -> {
                T done = work.apply(tx);
                sea.mayDie("store before commit");
                return done;
            });
        } finally {
            sea.leave();
        }
        if (sea.losesCommit()) {
            throw new StoreUnavailable("the connection broke at commit", new IOException("reset"));
        }
        sea.pass("store committed");
        return result;
    }
}
