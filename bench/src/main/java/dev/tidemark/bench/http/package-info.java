/** What a page of an API costs to fetch, by HTTP client. */
@NullMarked
package dev.tidemark.bench.http;

import org.jspecify.annotations.NullMarked;
