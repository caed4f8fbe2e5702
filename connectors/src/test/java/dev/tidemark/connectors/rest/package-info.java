/** Tests of what connectors of REST APIs have in common. */
@NullMarked
package dev.tidemark.connectors.rest;

import org.jspecify.annotations.NullMarked;
