package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConnectionInfoTest {

    private final ConnectionInfo info = new ConnectionInfo("127.0.0.1", 5432, "my db", "me", "s&cret/ ");

    @Test
    void its_words_hide_the_password() {
        assertThat(info).hasToString("postgresql://me@127.0.0.1:5432/my%20db");
    }

    @Test
    void its_url_can_be_given_to_psql() {
        assertThat(info.url()).isEqualTo("postgresql://me:s%26cret%2F%20@127.0.0.1:5432/my%20db");
    }

    @Test
    void its_jdbc_url_holds_no_password() {
        assertThat(info.jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:5432/my%20db");
    }

    @Test
    void a_port_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> new ConnectionInfo("h", 0, "d", "u", "p")).hasMessage("no such port: 0");
    }
}
