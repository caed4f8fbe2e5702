package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import java.util.Optional;

/** Reads the transformations of a stream. */
final class Transformations {

    private Transformations() {}

    static Optional<Transformation> of(Node node, Expressions expressions) {
        return switch (node.type()) {
            case "AddFields" -> Optional.of(AddFields.of(node, expressions));
            case "RemoveFields" -> Optional.of(RemoveFields.of(node, expressions));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }
}
