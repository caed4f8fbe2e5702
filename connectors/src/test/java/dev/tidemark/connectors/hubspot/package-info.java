/** Tests of HubSpot's connector. */
@NullMarked
package dev.tidemark.connectors.hubspot;

import org.jspecify.annotations.NullMarked;
