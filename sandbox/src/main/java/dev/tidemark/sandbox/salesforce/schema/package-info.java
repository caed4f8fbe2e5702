/** Which objects and fields an org has, with the attributes that describe reports. */
@NullMarked
package dev.tidemark.sandbox.salesforce.schema;

import org.jspecify.annotations.NullMarked;
