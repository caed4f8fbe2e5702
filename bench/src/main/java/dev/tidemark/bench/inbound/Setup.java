package dev.tidemark.bench.inbound;

import dev.tidemark.bench.Database.Place;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a contender is given. Its table is {@code contacts} in the schema {@code bench} of the warehouse.
 *
 * @param api the server of contacts
 * @param pageSize records a page
 * @param store where a program keeps its own state
 * @param warehouse where the table is
 * @param folder for files that must last
 */
record Setup(URI api, int pageSize, Place store, Place warehouse, Path folder) {

    static final String SCHEMA = "bench";
    static final String TABLE = "contacts";

    URI first() {
        return api.resolve("/contacts?size=" + pageSize + "&after=0");
    }

    URI firstChanged() {
        return api.resolve("/contacts?size=" + pageSize + "&after=0&changed=1");
    }

    List<String> words() {
        return List.of(
                api.toString(),
                "" + pageSize,
                store.url(),
                store.user(),
                store.password(),
                warehouse.url(),
                warehouse.user(),
                warehouse.password(),
                folder.toString());
    }

    static Setup of(List<String> words) {
        return new Setup(
                URI.create(words.get(0)),
                Integer.parseInt(words.get(1)),
                new Place(words.get(2), words.get(3), words.get(4)),
                new Place(words.get(5), words.get(6), words.get(7)),
                Path.of(words.get(8)));
    }
}
