/** Template expressions of manifests, compiled once, with the meaning that Jinja and Python give them. */
@NullMarked
package dev.tidemark.connectors.manifest.template;

import org.jspecify.annotations.NullMarked;
