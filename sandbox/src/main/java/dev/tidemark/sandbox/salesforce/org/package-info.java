/** The rows of an org and the rules by which they change; knows nothing of HTTP. */
@NullMarked
package dev.tidemark.sandbox.salesforce.org;

import org.jspecify.annotations.NullMarked;
