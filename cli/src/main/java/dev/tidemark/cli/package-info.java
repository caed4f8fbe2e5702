/** Tidemark from a terminal: one class a command, and one place where errors become words and exit codes. */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;
