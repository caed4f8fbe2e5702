/** The layouts that connectors offer, read from files which a person can check line by line. */
@NullMarked
package dev.tidemark.connectors.layout;

import org.jspecify.annotations.NullMarked;
