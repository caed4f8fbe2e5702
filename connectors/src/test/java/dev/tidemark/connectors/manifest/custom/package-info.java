/** Components named by class run where Java knows them, and are refused by their names where it does not. */
@NullMarked
package dev.tidemark.connectors.manifest.custom;

import org.jspecify.annotations.NullMarked;
