package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connectors.sql.Address;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void a_url_may_be_jdbc_or_not_and_carry_options() {
        for (String url : new String[] {
            "postgresql://db.example:5433/crm?sslmode=require", "jdbc:postgresql://db.example:5433/crm?sslmode=require"
        }) {
            Address address = address(Map.of("url", url, "user", "kim"), Map.of("password", "s"));
            assertThat(address.place()).isEqualTo("db.example:5433/crm");
            assertThat(address.properties())
                    .containsEntry("sslmode", "require")
                    .containsEntry("user", "kim")
                    .containsEntry("password", "s");
        }
    }

    @Test
    void a_secret_url_may_hold_user_and_password() {
        Address address = address(Map.of(), Map.of("url", "postgres://kim:p%40ss+word@db/crm"));
        assertThat(address.properties()).containsEntry("user", "kim").containsEntry("password", "p@ss+word");
        assertThat(address.url()).isEqualTo("jdbc:postgresql://db/crm");
    }

    @Test
    void a_url_in_clear_may_not_hold_a_password_and_the_refusal_does_not_repeat_it() {
        for (String url :
                new String[] {"postgresql://kim:hunter2@db/crm", "jdbc:postgresql://db/crm?password=hunter2"}) {
            assertThatThrownBy(() -> address(Map.of("url", url), Map.of()))
                    .isInstanceOfSatisfying(
                            ConnectorException.class, e -> assertThat(e.code()).isEqualTo("settings.password_in_url"))
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void what_is_no_url_is_refused_without_repeating_it() {
        assertThatThrownBy(() -> address(Map.of(), Map.of("url", "mysql://kim:hunter2@db/crm")))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("settings.url_wrong"))
                .hasMessageNotContaining("hunter2");
    }

    private static Address address(Map<String, String> settings, Map<String, String> secrets) {
        return new Address(TestAccess.of(settings, secrets), Session.ADDRESS);
    }
}
