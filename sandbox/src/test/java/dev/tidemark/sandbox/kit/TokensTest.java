package dev.tidemark.sandbox.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final Tokens tokens = new Tokens(1, () -> now, Duration.ofMinutes(30));

    @Test
    void an_access_token_lives_for_its_time_and_is_refreshed() {
        tokens.allow("app", "secret");
        String refresh = tokens.grantRefresh("app");
        Tokens.Granted granted = tokens.refresh("app", refresh).orElseThrow();
        assertThat(granted.refresh()).isEqualTo(refresh);
        now = now.plusSeconds(1799);
        assertThat(tokens.alive(granted.access())).isTrue();
        now = now.plusSeconds(1);
        assertThat(tokens.alive(granted.access())).isFalse();
        assertThat(tokens.refresh("other", refresh)).isEmpty();
        assertThat(tokens.refresh("app", refresh)).isPresent();
    }

    @Test
    void a_refresh_token_that_works_once_comes_with_its_successor() {
        tokens.refreshOnce(true);
        String refresh = tokens.grantRefresh("app");
        Tokens.Granted granted = tokens.refresh("app", refresh).orElseThrow();
        assertThat(tokens.refresh("app", refresh)).isEmpty();
        assertThat(tokens.refresh("app", granted.refresh())).isPresent();
    }

    @Test
    void a_code_is_good_once_for_the_app_and_address_that_asked() {
        String code = tokens.consent("app", "http://here/done");
        assertThat(tokens.redeem("app", "http://elsewhere", code)).isEmpty();
        String second = tokens.consent("app", "http://here/done");
        assertThat(tokens.redeem("app", "http://here/done", second)).isPresent();
        assertThat(tokens.redeem("app", "http://here/done", second)).isEmpty();
    }

    @Test
    void a_lasting_token_outlives_the_others_until_it_is_revoked() {
        tokens.allow("key");
        String access =
                tokens.refresh("app", tokens.grantRefresh("app")).orElseThrow().access();
        tokens.expireAll();
        assertThat(tokens.alive(access)).isFalse();
        assertThat(tokens.alive("key")).isTrue();
        assertThat(tokens.revoke("key")).isTrue();
        assertThat(tokens.alive("key")).isFalse();
    }

    @Test
    void the_authorization_header_is_read_in_both_forms() {
        assertThat(Tokens.bearer(Request.get("/", Map.of("Authorization", "bearer abc"))))
                .contains("abc");
        assertThat(Tokens.basic(Request.get("/", Map.of("Authorization", "Basic dTpw"))))
                .contains("u:p");
        assertThat(Tokens.bearer(Request.get("/", Map.of("Authorization", "Basic dTpw"))))
                .isEmpty();
        assertThat(Tokens.basic(Request.get("/", Map.of("Authorization", "Basic ?"))))
                .isEmpty();
    }
}
