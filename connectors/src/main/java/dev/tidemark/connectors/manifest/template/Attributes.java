package dev.tidemark.connectors.manifest.template;

import java.util.Optional;

/** A value with attributes of its own, which win over its keys. */
public interface Attributes {

    /** The attribute of this name, if there is one. */
    Optional<Object> attribute(String name);
}
