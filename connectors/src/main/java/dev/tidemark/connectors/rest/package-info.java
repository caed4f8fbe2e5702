/** What connectors of REST APIs have in common. Knows nothing of any one API; keeps no state. */
@NullMarked
package dev.tidemark.connectors.rest;

import org.jspecify.annotations.NullMarked;
