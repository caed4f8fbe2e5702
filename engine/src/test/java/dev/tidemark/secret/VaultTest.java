package dev.tidemark.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.secret.SecretTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));
    private static final SecretName TOKEN = new SecretName("acme", "salesforce", "access_token");
    private static final SecretName OTHER = new SecretName("beta", "salesforce", "access_token");
    private static final Optional<String> NO_FILE_VALUE = Optional.empty();

    @TempDir
    Path folder;

    private final MemorySecretTable table = new MemorySecretTable();

    @Test
    void what_was_put_is_found_by_another_process() {
        open().put(TOKEN, "tøken", NO_FILE_VALUE);
        assertThat(open().find(TOKEN, NO_FILE_VALUE)).contains("tøken");
        assertThat(open().find(OTHER, NO_FILE_VALUE)).isEmpty();
        assertThat(open().find(OTHER, Optional.of("of the file"))).contains("of the file");
    }

    @Test
    void a_stored_secret_beats_the_files_value_until_that_changes() {
        Vault vault = open();
        vault.put(TOKEN, "rotated", Optional.of("first"));
        assertThat(vault.find(TOKEN, Optional.of("first"))).contains("rotated");
        assertThat(vault.find(TOKEN, Optional.of("second"))).contains("second");
        assertThat(vault.find(TOKEN, NO_FILE_VALUE)).isEmpty();
        vault.put(TOKEN, "rotated again", Optional.of("second"));
        assertThat(vault.find(TOKEN, Optional.of("second"))).contains("rotated again");
        vault.forget(TOKEN);
        assertThat(vault.find(TOKEN, Optional.of("second"))).contains("second");
    }

    @Test
    void a_ciphertext_moved_to_another_row_is_refused() {
        Vault vault = open();
        vault.put(TOKEN, "token", NO_FILE_VALUE);
        table.put(OTHER, table.find(TOKEN).orElseThrow(), CLOCK.instant());
        assertThatThrownBy(() -> vault.find(OTHER, NO_FILE_VALUE))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("secret.damaged"));
    }

    @Test
    void a_ciphertext_that_was_changed_is_refused() {
        Vault vault = open();
        vault.put(TOKEN, "token", NO_FILE_VALUE);
        byte[] good = table.find(TOKEN).orElseThrow();
        for (int i = 5; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            table.put(TOKEN, bad, CLOCK.instant());
            assertThatThrownBy(() -> vault.find(TOKEN, NO_FILE_VALUE)).isInstanceOf(ConnectorException.class);
        }
        table.put(TOKEN, new byte[0], CLOCK.instant());
        assertThatThrownBy(() -> vault.find(TOKEN, NO_FILE_VALUE)).isInstanceOf(ConnectorException.class);
    }

    @Test
    void a_missing_key_file_is_told_and_not_made_anew() throws IOException {
        open().put(TOKEN, "token", NO_FILE_VALUE);
        String id = Keys.show(Keys.keyOf(table.find(TOKEN).orElseThrow()));
        Path moved = Files.move(file().path(), folder.resolve("moved"));
        List<Row> before = table.all();
        assertThatThrownBy(this::open).isInstanceOfSatisfying(ConnectorException.class, e -> {
            assertThat(e.code()).isEqualTo("secret.key_missing");
            assertThat(e)
                    .hasMessageContaining(id)
                    .hasMessageContaining(file().path().toString());
            assertThat(e.whatToDo()).contains("TIDEMARK_KEY_FILE");
        });
        assertThat(file().path()).doesNotExist();
        assertThat(table.all()).usingRecursiveComparison().isEqualTo(before);
        assertThat(Vault.open(table, new KeyFile(moved), CLOCK).find(TOKEN, NO_FILE_VALUE))
                .contains("token");
    }

    @Test
    void another_stores_key_file_is_told_with_both_keys() {
        open().put(TOKEN, "token", NO_FILE_VALUE);
        KeyFile other = new KeyFile(folder.resolve("other"));
        Keys others = other.create();
        String needed = Keys.show(Keys.keyOf(table.find(TOKEN).orElseThrow()));
        assertThatThrownBy(() -> Vault.open(table, other, CLOCK))
                .isInstanceOfSatisfying(ConnectorException.class, e -> {
                    assertThat(e.code()).isEqualTo("secret.key_wrong");
                    assertThat(e).hasMessageContaining(needed).hasMessageContaining(Keys.show(others.primary()));
                });
        assertThat(open().find(TOKEN, NO_FILE_VALUE)).contains("token");
    }

    @Test
    void a_wrong_key_file_is_found_before_there_is_any_secret() {
        open();
        KeyFile other = new KeyFile(folder.resolve("other"));
        other.create();
        assertThatThrownBy(() -> Vault.open(table, other, CLOCK)).isInstanceOf(ConnectorException.class);
    }

    @Test
    void secrets_without_a_key_can_be_given_up() throws IOException {
        open().put(TOKEN, "token", NO_FILE_VALUE);
        Files.delete(file().path());
        Vault.forgetAll(table);
        assertThat(open().find(TOKEN, NO_FILE_VALUE)).isEmpty();
    }

    @Test
    void after_a_rotation_only_the_new_key_is_left() {
        Vault vault = open();
        vault.put(TOKEN, "token", Optional.of("file"));
        vault.put(OTHER, "other", NO_FILE_VALUE);
        int old = Keys.keyOf(table.find(TOKEN).orElseThrow());
        assertThat(vault.rotate()).isEqualTo(3);
        Keys keys = file().read().orElseThrow();
        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.has(old)).isFalse();
        assertThat(table.all())
                .allSatisfy(row -> assertThat(Keys.keyOf(row.ciphertext())).isEqualTo(keys.primary()));
        assertThat(open().find(TOKEN, Optional.of("file"))).contains("token");
        assertThat(open().find(OTHER, NO_FILE_VALUE)).contains("other");
    }

    @Test
    void a_rotation_that_dies_anywhere_loses_nothing_and_is_finished_by_the_next() {
        for (int survived = 0; survived <= 3; survived++) {
            MemorySecretTable crashing = new MemorySecretTable();
            KeyFile keys = new KeyFile(folder.resolve("crash-" + survived));
            Vault vault = Vault.open(crashing, keys, CLOCK);
            vault.put(TOKEN, "token", NO_FILE_VALUE);
            vault.put(OTHER, "other", NO_FILE_VALUE);
            int[] left = {survived};
            crashing.beforeChange = () -> {
                if (left[0]-- == 0) {
                    throw new AssertionError("crash");
                }
            };
            if (survived < 3) {
                assertThatThrownBy(vault::rotate).hasMessage("crash");
            } else {
                assertThat(vault.rotate()).isEqualTo(3);
            }
            crashing.beforeChange = () -> {};
            Vault next = Vault.open(crashing, keys, CLOCK);
            assertThat(next.find(TOKEN, NO_FILE_VALUE)).contains("token");
            assertThat(next.find(OTHER, NO_FILE_VALUE)).contains("other");
            next.rotate();
            assertThat(keys.read().orElseThrow().size()).isEqualTo(1);
            assertThat(Vault.open(crashing, keys, CLOCK).find(TOKEN, NO_FILE_VALUE))
                    .contains("token");
        }
    }

    @Test
    void a_secret_stored_by_another_worker_during_a_rotation_is_kept() {
        Vault rotating = open();
        Vault other = open();
        rotating.put(TOKEN, "old", NO_FILE_VALUE);
        boolean[] done = {false};
        table.beforeChange = () -> {
            if (!done[0]) {
                done[0] = true;
                other.put(TOKEN, "new", NO_FILE_VALUE);
            }
        };
        rotating.rotate();
        assertThat(done[0]).isTrue();
        assertThat(open().find(TOKEN, NO_FILE_VALUE)).contains("new");
        assertThat(other.find(TOKEN, NO_FILE_VALUE)).contains("new");
    }

    /** The other worker has chosen its key, a whole rotation passes, then its row is written. */
    @Test
    void a_secret_encrypted_by_a_key_that_is_dropped_meanwhile_is_encrypted_again() {
        Vault rotating = open();
        Vault slow = open();
        boolean[] done = {false};
        table.beforeChange = () -> {
            if (!done[0]) {
                done[0] = true;
                rotating.rotate();
            }
        };
        slow.put(TOKEN, "token", NO_FILE_VALUE);
        assertThat(open().find(TOKEN, NO_FILE_VALUE)).contains("token");
        assertThat(rotating.find(TOKEN, NO_FILE_VALUE)).contains("token");
    }

    @Test
    void of_two_rotations_at_once_the_second_is_refused_and_no_secret_is_lost() {
        Vault first = open();
        Vault second = open();
        first.put(TOKEN, "token", NO_FILE_VALUE);
        int[] refused = {0};
        table.beforeChange =
                () -> assertThatThrownBy(second::rotate).isInstanceOfSatisfying(ConnectorException.class, e -> {
                    assertThat(e.code()).isEqualTo("secret.rotation_runs");
                    refused[0]++;
                });
        first.rotate();
        table.beforeChange = () -> {};
        assertThat(refused[0]).isPositive();
        assertThat(open().find(TOKEN, NO_FILE_VALUE)).contains("token");
        second.rotate();
        assertThat(first.find(TOKEN, NO_FILE_VALUE)).contains("token");
    }

    @Test
    void a_secret_read_just_before_a_rotation_is_read_anew() {
        Vault rotating = open();
        rotating.put(TOKEN, "token", NO_FILE_VALUE);
        Vault slow = open();
        table.afterFind = () -> {
            table.afterFind = () -> {};
            rotating.rotate();
            slow.put(OTHER, "looks at the key file", NO_FILE_VALUE);
        };
        assertThat(slow.find(TOKEN, NO_FILE_VALUE)).contains("token");
    }

    @Test
    void the_key_file_is_for_its_owner_alone_and_in_a_folder_of_his_own() throws IOException {
        open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(file().path().getParent())))
                .isEqualTo("rwx------");
        try (var files = Files.list(file().path().getParent())) {
            assertThat(files).containsExactly(file().path());
        }
    }

    @Test
    void a_key_file_that_others_can_read_is_refused() throws IOException {
        open();
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString(mode));
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.whatToDo()).isEqualTo("Run: chmod 600 " + file().path()));
        }
        Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("r--------"));
        open();
    }

    @Test
    void a_file_that_holds_no_keys_is_refused_and_left_as_it_is() throws IOException {
        open();
        Files.writeString(file().path(), "not keys");
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("secret.key_file_broken"));
        assertThat(file().path()).hasContent("not keys");
    }

    @Test
    void a_key_file_made_by_another_process_is_not_replaced() {
        Keys first = file().create();
        assertThat(file().create().primary()).isEqualTo(first.primary());
    }

    @Test
    void the_key_file_lies_in_the_users_configuration_unless_it_is_named() {
        assertThat(located("", "")).isEqualTo(Path.of("/home/ada/.config/tidemark/d1.key"));
        assertThat(located("XDG_CONFIG_HOME", "/etc/ada")).isEqualTo(Path.of("/etc/ada/tidemark/d1.key"));
        assertThat(located("XDG_CONFIG_HOME", "relative")).isEqualTo(Path.of("/home/ada/.config/tidemark/d1.key"));
        assertThat(located("TIDEMARK_KEY_FILE", "/keys/k")).isEqualTo(Path.of("/keys/k"));
        assertThatThrownBy(() -> KeyFile.locate(name -> null, Path.of("/home/ada"), "../x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Path located(String variable, String value) {
        return KeyFile.locate(name -> name.equals(variable) ? value : null, Path.of("/home/ada"), "d1")
                .path();
    }

    private Vault open() {
        return Vault.open(table, file(), CLOCK);
    }

    private KeyFile file() {
        return new KeyFile(folder.resolve("config/tidemark/k.key"));
    }
}
