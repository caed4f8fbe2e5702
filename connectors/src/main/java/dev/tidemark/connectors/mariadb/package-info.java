/**
 * Keeps tables in MariaDB, and in MySQL by the same driver and SQL. What it must remember stands in the database {@code
 * tidemark} of the same server. There is no transactional DDL: tables are made and changed before rows come, in steps that
 * can be repeated.
 */
@NullMarked
package dev.tidemark.connectors.mariadb;

import org.jspecify.annotations.NullMarked;
