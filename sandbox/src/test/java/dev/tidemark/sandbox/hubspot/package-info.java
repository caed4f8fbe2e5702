/** Tests of the HubSpot stand-in. */
@NullMarked
package dev.tidemark.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
