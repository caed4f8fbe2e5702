/** HubSpot's CRM API as a function from request to response: control, misbehaviour, webhooks, the entry in the program. */
@NullMarked
package dev.tidemark.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
