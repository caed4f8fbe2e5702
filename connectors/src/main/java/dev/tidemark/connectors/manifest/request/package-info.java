/** What a manifest's requester asks: address, parameters, headers and body, put together from all who have a say in them. */
@NullMarked
package dev.tidemark.connectors.manifest.request;

import org.jspecify.annotations.NullMarked;
