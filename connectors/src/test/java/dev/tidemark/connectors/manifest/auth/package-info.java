/** Tests of what stands in the package of the same name. */
@NullMarked
package dev.tidemark.connectors.manifest.auth;

import org.jspecify.annotations.NullMarked;
