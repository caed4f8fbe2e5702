/** What a connector is handed for one account: settings, secrets, and requests that are counted. */
@NullMarked
package dev.tidemark.access;

import org.jspecify.annotations.NullMarked;
