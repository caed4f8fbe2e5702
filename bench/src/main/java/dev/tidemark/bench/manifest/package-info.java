/** What the interpreter of connector manifests costs for each record. */
@NullMarked
package dev.tidemark.bench.manifest;

import org.jspecify.annotations.NullMarked;
