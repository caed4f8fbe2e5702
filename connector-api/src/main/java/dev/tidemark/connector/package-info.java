/**
 * What the author of a connector implements and is given. A connector answers; the engine loops: pacing, retrying,
 * checkpoints, quotas, deletes, errors and progress are the engine's, so that every connector has them.
 *
 * <p>Two ways lead through this package. Into a database: a {@link dev.tidemark.connector.SourceConnector} answers one
 * request with one page, and a {@link dev.tidemark.connector.TableDestination} takes typed rows with the mark that says
 * which pages are in. Back to an app: a {@link dev.tidemark.connector.ModelSource} tells which rows changed since they
 * were last accepted, and a {@link dev.tidemark.connector.RecordDestination} answers one batch with the outcome of each
 * row.
 */
@NullMarked
package dev.tidemark.connector;

import org.jspecify.annotations.NullMarked;
