/** A HubSpot account's records, properties and associations, without a word of HTTP. */
@NullMarked
package dev.tidemark.sandbox.hubspot.crm;

import org.jspecify.annotations.NullMarked;
