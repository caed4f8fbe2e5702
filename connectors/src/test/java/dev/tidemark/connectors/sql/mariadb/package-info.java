/** What only MariaDB has, over a real one. */
@NullMarked
package dev.tidemark.connectors.sql.mariadb;

import org.jspecify.annotations.NullMarked;
