package dev.tidemark.connectors.program;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.PageRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How a program is asked and what it answers. */
sealed interface Protocol permits Singer, Airbyte {

    static Protocol of(String name) {
        return name.equals(Airbyte.NAME) ? new Airbyte() : new Singer();
    }

    /** What follows the command to hear what it takes; empty where the protocol has no such question. */
    Optional<List<String>> spec();

    /** What follows the command to have the settings tried; empty where the protocol has no such question. */
    Optional<List<String>> check(Path config);

    List<String> discover(Path config);

    /** @param state empty for everything */
    List<String> read(Path config, Path catalog, Optional<Path> state);

    /**
     * What one line says.
     *
     * @throws BadPage where it begins like a message and is none
     */
    Message message(byte[] line) throws BadPage;

    /** The streams of the answer to {@link #discover}. */
    List<Offered> offered(JsonNode catalog);

    /** The catalog that has one stream read. */
    String chosen(Offered stream, PageRequest request);
}
