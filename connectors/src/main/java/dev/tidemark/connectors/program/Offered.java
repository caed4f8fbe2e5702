package dev.tidemark.connectors.program;

import dev.tidemark.connector.StreamSpec;
import tools.jackson.databind.JsonNode;

/**
 * A stream that a program offers.
 *
 * @param entry of its catalog, as it was
 */
record Offered(StreamSpec stream, JsonNode entry) {}
