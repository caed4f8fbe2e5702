/** MariaDB, and MySQL by the same driver and SQL: how it is reached, and how its types, names and errors are spelled. */
@NullMarked
package dev.tidemark.connectors.sql.mariadb;

import org.jspecify.annotations.NullMarked;
