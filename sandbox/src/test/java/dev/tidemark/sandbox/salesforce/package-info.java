/** Tests of the Salesforce stand-in. */
@NullMarked
package dev.tidemark.sandbox.salesforce;

import org.jspecify.annotations.NullMarked;
