/** Tests of the Salesforce connector against scripted answers. */
@NullMarked
package dev.tidemark.connectors.stripe;

import org.jspecify.annotations.NullMarked;
