package dev.tidemark.connectors.manifest.template;

import java.util.Optional;

/** A value with attributes of its own, which win over its keys. */
public interface Attributes {

    Optional<Object> attribute(String name);
}
