/** Who may call: users, their sessions, and the ways to get one. */
@NullMarked
package dev.tidemark.sandbox.salesforce.auth;

import org.jspecify.annotations.NullMarked;
