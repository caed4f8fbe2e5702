package dev.tidemark.connectors.manifest.template;

/** {@code value | filter(arguments)}. */
@FunctionalInterface
interface Filter {

    Object apply(Object value, Arguments arguments);
}
