package dev.tidemark.connectors.manifest.template;

/** A compiled part of a template, which writes text. */
interface Node {

    void render(Scope scope, StringBuilder out);
}
