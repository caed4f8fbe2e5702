/** How an answer becomes records: decoded, extracted, filtered, transformed, normalised. Pure. */
@NullMarked
package dev.tidemark.connectors.manifest.record;

import org.jspecify.annotations.NullMarked;
