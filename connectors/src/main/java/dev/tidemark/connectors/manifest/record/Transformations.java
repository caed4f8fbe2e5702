package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.custom.Twins;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import java.util.Optional;

/** Reads the transformations of a stream. */
public final class Transformations {

    private Transformations() {}

    /** One of them; empty where it does not run. */
    public static Optional<Transformation> of(Node node, Expressions expressions) {
        return switch (node.type()) {
            case "AddFields" -> Optional.of(AddFields.of(node, expressions));
            case "RemoveFields" -> Optional.of(RemoveFields.of(node, expressions));
            case "KeysToLower" -> Optional.of(new RenameKeys.Lower());
            case "KeysToSnakeCase" -> Optional.of(new RenameKeys.SnakeCase());
            case "KeysReplace" ->
                Optional.of(new RenameKeys.Replace(expressions.need(node, "old"), expressions.need(node, "new")));
            case "FlattenFields" ->
                Optional.of(new Flatten.All(!node.has("flatten_lists") || node.flag("flatten_lists")));
            case "DpathFlattenFields" -> {
                Optional<Node> keys = node.child("key_transformation");
                yield Optional.of(new Flatten.One(
                        expressions.list(node, "field_path"),
                        node.flag("delete_origin_value"),
                        node.flag("replace_record"),
                        keys.flatMap(k -> expressions.find(k, "prefix")),
                        keys.flatMap(k -> expressions.find(k, "suffix"))));
            }
            case "CustomTransformation" ->
                Reshape.isMeant(node)
                        ? Reshape.Change.of(node, expressions)
                        : Twins.change(node)
                                .map(change -> (record, context) -> change.apply(record, context.settings()));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }
}
