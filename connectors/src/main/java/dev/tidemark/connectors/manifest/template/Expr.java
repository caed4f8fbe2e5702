package dev.tidemark.connectors.manifest.template;

/** A compiled expression. */
interface Expr {

    Object eval(Scope scope);
}
