package dev.tidemark.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import dev.tidemark.store.JdbcStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcSecretTableIT extends SecretTableContract {

    private final ConnectionInfo database = TestPostgres.freshDatabase();
    private final JdbcStore store = JdbcStore.open(database.jdbcUrl(), database.user(), database.password());

    @TempDir
    Path folder;

    @Override
    SecretTable table() {
        return new JdbcSecretTable(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_vault_keeps_nothing_readable_in_the_database() {
        SecretTable table = new JdbcSecretTable(store);
        Vault vault = Vault.open(table, new KeyFile(folder.resolve("k")), () -> Instant.parse("2026-11-21T09:00:00Z"));
        SecretName name = new SecretName("acme", "salesforce", "access_token");
        vault.put(name, "a-very-secret-token", Optional.of("a-file-value"));
        vault.rotate();
        assertThat(vault.find(name, Optional.of("a-file-value"))).contains("a-very-secret-token");
        assertThat(table.all())
                .hasSize(2)
                .allSatisfy(row -> assertThat(new String(row.ciphertext(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("secret-token", "file-value"));
    }
}
