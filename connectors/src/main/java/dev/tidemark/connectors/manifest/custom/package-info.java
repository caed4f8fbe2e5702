/**
 * Java in the place of components that manifests name by {@code class_name}. A {@link dev.tidemark.connectors.manifest.custom.Twin}
 * is found by {@link java.util.ServiceLoader}. Values are what JSON has: texts, longs, big integers, doubles, booleans, lists,
 * maps in their order, and {@link dev.tidemark.connectors.manifest.template.None} for null.
 */
@NullMarked
package dev.tidemark.connectors.manifest.custom;

import org.jspecify.annotations.NullMarked;
