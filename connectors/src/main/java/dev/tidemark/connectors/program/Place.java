package dev.tidemark.connectors.program;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connectors.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where a pass stands: the text of a page's token.
 *
 * @param state with which a program is started that goes on from here; empty for everything
 * @param program which one said the page; another goes on from the state
 * @param page its number among that program's
 */
record Place(Optional<String> state, String program, long page) {

    String token() {
        Map<String, Object> place = new LinkedHashMap<>();
        state.ifPresent(text -> place.put("state", text));
        place.put("program", program);
        place.put("page", page);
        return Json.text(place);
    }

    /** @throws BadPage where it is none */
    static Place of(String token) throws BadPage {
        JsonNode place = Json.tree(token.getBytes(StandardCharsets.UTF_8));
        if (!place.path("program").isString()) {
            throw new BadPage("no place of a program");
        }
        return new Place(
                place.path("state").isString() ? Optional.of(place.path("state").asString()) : Optional.empty(),
                place.path("program").asString(),
                place.path("page").asLong(0));
    }
}
