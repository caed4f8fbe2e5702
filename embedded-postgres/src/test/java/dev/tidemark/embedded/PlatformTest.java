package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlatformTest {

    @Test
    void a_mac_and_a_linux_machine_each_have_their_own_archive() {
        assertThat(Platform.of("Mac OS X", "aarch64").archive()).isEqualTo("postgres-darwin-arm_64.txz");
        assertThat(Platform.of("Linux", "amd64").archive()).isEqualTo("postgres-linux-x86_64.txz");
    }

    @Test
    void who_has_windows_is_told_what_to_do() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.whatToDo()).contains("WSL 2"));
    }
}
