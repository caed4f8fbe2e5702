package dev.tidemark.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.secret.SecretTable.Row;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every place for ciphertexts must do. */
abstract class SecretTableContract {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final SecretName TOKEN = new SecretName("acme", "salesforce", "access_token");
    private static final SecretName OTHER = new SecretName("acme", "salesforce", "refresh_token");

    private SecretTable table;

    /** An empty one. */
    abstract SecretTable table();

    @BeforeEach
    void begin() {
        table = table();
    }

    @Test
    void what_was_put_is_found_as_it_was() {
        byte[] bytes = {0, 1, -1, 127, -128};
        assertThat(table.find(TOKEN)).isEmpty();
        table.put(TOKEN, bytes, NOW);
        table.put(OTHER, new byte[] {7}, NOW);
        assertThat(table.find(TOKEN).orElseThrow()).isEqualTo(bytes);
        table.put(TOKEN, new byte[] {2}, NOW);
        assertThat(table.find(TOKEN).orElseThrow()).isEqualTo(new byte[] {2});
        assertThat(table.all().stream().map(Row::name)).containsExactlyInAnyOrder(TOKEN, OTHER);
    }

    @Test
    void a_row_is_put_where_there_is_none() {
        assertThat(table.putIfAbsent(TOKEN, new byte[] {1}, NOW)).isTrue();
        assertThat(table.putIfAbsent(TOKEN, new byte[] {2}, NOW)).isFalse();
        assertThat(table.find(TOKEN).orElseThrow()).isEqualTo(new byte[] {1});
    }

    @Test
    void a_row_that_changed_meanwhile_is_not_replaced() {
        table.put(TOKEN, new byte[] {1}, NOW);
        Row seen = table.all().getFirst();
        assertThat(table.replace(seen, new byte[] {2}, NOW)).isTrue();
        assertThat(table.replace(seen, new byte[] {3}, NOW)).isFalse();
        assertThat(table.find(TOKEN).orElseThrow()).isEqualTo(new byte[] {2});
    }

    @Test
    void what_was_deleted_is_gone() {
        table.put(TOKEN, new byte[] {1}, NOW);
        Row seen = table.all().getFirst();
        table.delete(TOKEN);
        table.delete(TOKEN);
        assertThat(table.all()).isEmpty();
        assertThat(table.replace(seen, new byte[] {2}, NOW)).isFalse();
        assertThat(table.find(TOKEN)).isEmpty();
    }
}
