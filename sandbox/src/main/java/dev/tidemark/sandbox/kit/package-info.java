/** What every stand-in has: control from outside, misbehaviour on demand, a log of requests, a place in the program. */
@NullMarked
package dev.tidemark.sandbox.kit;

import org.jspecify.annotations.NullMarked;
