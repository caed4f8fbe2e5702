/** Where an org's rows come from: generated from a seed, CSV files, SQL dumps; and what people then do to them. */
@NullMarked
package dev.tidemark.sandbox.salesforce.data;

import org.jspecify.annotations.NullMarked;
