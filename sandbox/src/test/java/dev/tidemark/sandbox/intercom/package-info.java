/** The stand-in of Intercom, by itself and with Intercom's own client. */
@NullMarked
package dev.tidemark.sandbox.intercom;

import org.jspecify.annotations.NullMarked;
