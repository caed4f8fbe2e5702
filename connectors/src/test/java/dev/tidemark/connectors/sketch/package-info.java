/** Sketches of APIs unlike Salesforce's, each as small as can be: what the connector API must be able to say. */
@NullMarked
package dev.tidemark.connectors.sketch;

import org.jspecify.annotations.NullMarked;
