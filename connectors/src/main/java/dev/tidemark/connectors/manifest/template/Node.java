package dev.tidemark.connectors.manifest.template;

import java.util.List;

/** A compiled part of a template, which writes text. */
@FunctionalInterface
interface Node {

    void render(Scope scope, StringBuilder out);

    static void renderAll(List<Node> nodes, Scope scope, StringBuilder out) {
        for (Node node : nodes) {
            node.render(scope, out);
        }
        Work.chars(out.length());
    }
}
