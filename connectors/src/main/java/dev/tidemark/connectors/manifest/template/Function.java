package dev.tidemark.connectors.manifest.template;

/** What a template can call: a function, or a method bound to its value. */
@FunctionalInterface
interface Function {

    Object call(Arguments arguments);
}
