/**
 * Tables that are kept in a database by plain SQL: rows are staged, judged against what stands in the table and merged with
 * their mark in one transaction. What one database has of its own stands in a {@link
 * dev.tidemark.connectors.sql.tables.TableDialect}.
 */
@NullMarked
package dev.tidemark.connectors.sql.tables;

import org.jspecify.annotations.NullMarked;
