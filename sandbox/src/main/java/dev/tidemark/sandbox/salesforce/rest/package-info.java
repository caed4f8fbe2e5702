/** The REST resources under /services/data, a class each. */
@NullMarked
package dev.tidemark.sandbox.salesforce.rest;

import org.jspecify.annotations.NullMarked;
