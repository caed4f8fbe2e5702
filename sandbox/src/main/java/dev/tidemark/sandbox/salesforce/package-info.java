/** Salesforce's REST and SOAP APIs as one function from a request to a response. */
@NullMarked
package dev.tidemark.sandbox.salesforce;

import org.jspecify.annotations.NullMarked;
