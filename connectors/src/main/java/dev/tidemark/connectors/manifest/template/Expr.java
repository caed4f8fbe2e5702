package dev.tidemark.connectors.manifest.template;

/** A compiled expression. */
@FunctionalInterface
interface Expr {

    Object eval(Scope scope);
}
