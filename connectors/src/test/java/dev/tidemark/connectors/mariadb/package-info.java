/** Tests of tables in MariaDB, against a server of their own. */
@NullMarked
package dev.tidemark.connectors.mariadb;

import org.jspecify.annotations.NullMarked;
