@NullMarked
package dev.tidemark.schedule;

import org.jspecify.annotations.NullMarked;
