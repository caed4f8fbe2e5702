/** HubSpot's CRM as a source and as a destination. */
@NullMarked
package dev.tidemark.connectors.hubspot;

import org.jspecify.annotations.NullMarked;
