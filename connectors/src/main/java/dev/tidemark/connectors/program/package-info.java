/** Listens to programs that read an API by themselves, Singer taps and Airbyte-protocol sources, and bounds, resumes and ends them. */
@NullMarked
package dev.tidemark.connectors.program;

import org.jspecify.annotations.NullMarked;
