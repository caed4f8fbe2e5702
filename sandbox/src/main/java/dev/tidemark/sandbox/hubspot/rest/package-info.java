/** HubSpot's resources: who may call, how often, and what each path answers. */
@NullMarked
package dev.tidemark.sandbox.hubspot.rest;

import org.jspecify.annotations.NullMarked;
