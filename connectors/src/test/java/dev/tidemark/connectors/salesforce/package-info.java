/** Tests of the Salesforce connector against scripted answers. */
@NullMarked
package dev.tidemark.connectors.salesforce;

import org.jspecify.annotations.NullMarked;
