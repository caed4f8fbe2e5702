/** What templates render, against what Jinja and Python render of them. */
@NullMarked
package dev.tidemark.connectors.manifest.template;

import org.jspecify.annotations.NullMarked;
