/** The program as a person meets it: against a stand-in of Salesforce over HTTP and a real PostgreSQL. */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;
