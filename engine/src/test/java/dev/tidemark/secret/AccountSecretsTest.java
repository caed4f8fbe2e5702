package dev.tidemark.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountSecretsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));

    @TempDir
    Path folder;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("SF", "client-secret-1", "DB", "postgresql://me:db-password-1@localhost/x"));
    private AccountSecrets secrets;

    @BeforeEach
    void open() {
        Vault vault = Vault.open(new MemorySecretTable(), new KeyFile(folder.resolve("k")), CLOCK);
        secrets = new AccountSecrets(
                vault,
                new SecretReader(environment::get),
                "acme",
                "salesforce",
                Map.of("client_secret", new SecretRef.Env("SF"), "url", new SecretRef.Env("DB")));
    }

    @Test
    void the_files_value_counts_until_one_is_stored_and_again_once_it_changes() {
        assertThat(secrets.get("client_secret")).isEqualTo("client-secret-1");
        secrets.put("client_secret", "rotated-by-api");
        assertThat(secrets.get("client_secret")).isEqualTo("rotated-by-api");
        environment.put("SF", "client-secret-2");
        assertThat(secrets.get("client_secret")).isEqualTo("client-secret-2");
    }

    @Test
    void what_the_api_handed_out_is_kept_and_forgotten() {
        assertThat(secrets.find("access_token")).isEmpty();
        secrets.put("access_token", "token-number-1");
        assertThat(secrets.find("access_token")).contains("token-number-1");
        secrets.forget("access_token");
        assertThat(secrets.find("access_token")).isEmpty();
    }

    @Test
    void every_value_handed_out_is_cut_out_from_then_on() {
        secrets.get("client_secret");
        secrets.put("access_token", "token-number-1");
        assertThat(secrets.text("client-secret-1 and token-number-1")).isEqualTo("[redacted] and [redacted]");
        for (int i = 2; i < 100; i++) {
            secrets.put("access_token", "token-number-" + i);
        }
        assertThat(secrets.text("client-secret-1 and token-number-99")).isEqualTo("[redacted] and [redacted]");
    }

    @Test
    void the_password_in_an_address_is_cut_out_on_its_own_too() {
        secrets.get("url");
        assertThat(secrets.text("password db-password-1 refused")).isEqualTo("password [redacted] refused");
        assertThat(secrets.toString()).isEqualTo("secrets of acme/salesforce");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:pa^ss{w0rd}@localhost/x",
                "jdbc:postgresql://me:pa%5Ess%7Bw0rd%7D@localhost/x",
                "postgresql://localhost/x?user=me&password=pa^ss{w0rd}&sslmode=disable",
            })
    void a_password_is_found_wherever_an_address_may_hold_it(String address) {
        environment.put("DB", address);
        secrets.get("url");
        assertThat(secrets.text("password pa^ss{w0rd} refused")).isEqualTo("password [redacted] refused");
    }
}
