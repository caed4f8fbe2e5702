/** What every connector must hold to, as test suites, and the scripted API they run against. Needs no network. */
@NullMarked
package dev.tidemark.connector.testkit;

import org.jspecify.annotations.NullMarked;
