/** SOQL from text to rows: lexer, parser, and the evaluation over an org. */
@NullMarked
package dev.tidemark.sandbox.salesforce.soql;

import org.jspecify.annotations.NullMarked;
