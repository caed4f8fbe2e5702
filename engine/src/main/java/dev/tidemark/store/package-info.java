/** The database in which Tidemark keeps its own state: connections, transactions, migrations, its clock. Knows no word of the domain. */
@NullMarked
package dev.tidemark.store;

import org.jspecify.annotations.NullMarked;
