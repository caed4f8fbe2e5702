package dev.tidemark.secret;

import dev.tidemark.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code secret} of the store. */
public final class JdbcSecretTable implements SecretTable {

    private final Store store;

    public JdbcSecretTable(Store store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> find(SecretName name) {
        return store.inTransaction(tx -> bind(tx.handle().createQuery("""
                                SELECT ciphertext FROM secret
                                WHERE workspace = :workspace AND account = :account AND name = :name"""), name)
                .map((row, context) -> row.getBytes(1))
                .findOne());
    }

    @Override
    public void put(SecretName name, byte[] ciphertext, Instant now) {
        store.run(tx -> bind(tx.handle().createUpdate("""
                                INSERT INTO secret (workspace, account, name, ciphertext, updated_at)
                                VALUES (:workspace, :account, :name, :ciphertext, :now)
                                ON CONFLICT (workspace, account, name) DO UPDATE
                                SET ciphertext = excluded.ciphertext, updated_at = excluded.updated_at"""), name)
                .bind("ciphertext", ciphertext)
                .bind("now", now)
                .execute());
    }

    @Override
    public boolean putIfAbsent(SecretName name, byte[] ciphertext, Instant now) {
        return store.inTransaction(tx -> bind(tx.handle().createUpdate("""
                                INSERT INTO secret (workspace, account, name, ciphertext, updated_at)
                                VALUES (:workspace, :account, :name, :ciphertext, :now)
                                ON CONFLICT (workspace, account, name) DO NOTHING"""), name)
                        .bind("ciphertext", ciphertext)
                        .bind("now", now)
                        .execute())
                == 1;
    }

    @Override
    public boolean replace(Row old, byte[] ciphertext, Instant now) {
        return store.inTransaction(tx -> bind(tx.handle().createUpdate("""
                                UPDATE secret SET ciphertext = :ciphertext, updated_at = :now
                                WHERE workspace = :workspace AND account = :account AND name = :name
                                  AND ciphertext = :old"""), old.name())
                        .bind("ciphertext", ciphertext)
                        .bind("old", old.ciphertext())
                        .bind("now", now)
                        .execute())
                == 1;
    }

    @Override
    public void delete(SecretName name) {
        store.run(tx -> bind(tx.handle().createUpdate("""
                                DELETE FROM secret
                                WHERE workspace = :workspace AND account = :account AND name = :name"""), name).execute());
    }

    @Override
    public List<Row> all() {
        return store.inTransaction(tx -> tx.handle()
                .createQuery(
                        "SELECT workspace, account, name, ciphertext FROM secret ORDER BY workspace, account, name")
                .map(JdbcSecretTable::row)
                .list());
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        SecretName name = new SecretName(row.getString(1), row.getString(2), row.getString(3));
        return new Row(name, row.getBytes(4));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, SecretName name) {
        return statement
                .bind("workspace", name.workspace())
                .bind("account", name.account())
                .bind("name", name.name());
    }
}
