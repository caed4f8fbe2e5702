package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.request.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscretionTest {

    private static final String SECRET = "p&ss \"word\"";

    private final Discretion discretion = new Discretion();

    @Test
    void a_secret_is_found_however_it_is_written() {
        discretion.see(SECRET);
        assertThat(discretion.text("raw p&ss \"word\", form p%26ss+%22word%22, path p%26ss%20%22word%22,"
                        + " json p&ss \\\"word\\\", basic cCZzcyAid29yZCI="))
                .isEqualTo("raw REDACTED, form REDACTED, path REDACTED, json REDACTED, basic REDACTED");
    }

    @Test
    void a_secret_of_digits_leaves_json_whole() {
        discretion.see("445566");
        assertThat(discretion.text("{\"account\": 445566}")).isEqualTo("{\"account\": 111111}");
    }

    @Test
    void a_recorded_line_has_no_secret_and_matches_the_request_it_was_made_of() {
        discretion.see(SECRET);
        Call call = new Call(
                "POST",
                "https://x.example/token?b=2&a=p%26ss+%22word%22",
                Map.of("Authorization", "Basic something", "X-Note", SECRET),
                Optional.of("{\"secret\": \"p&ss \\\"word\\\"\", \"a\": 1}"));
        HttpAnswer answer = new HttpAnswer(
                200,
                Map.of("Set-Cookie", "session=abc"),
                "{\"access_token\": \"a-fresh-token\", \"token_type\": \"bearer\", \"expires_in\": 3600}"
                        .getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);

        String line = Exchange.line(call, answer, true, discretion).toString();

        assertThat(line)
                .doesNotContain("ss ", "a-fresh-token", "abc", "something")
                .contains("3600", "bearer");
        Exchange read = Exchange.of(line, discretion);
        assertThat(read.asked()).isEqualTo(Exchange.asked(call, discretion)).contains("?a=REDACTED&b=2");
        assertThat(read.headers()).isEqualTo(Exchange.compared(discretion.headers(call.headers())));
    }
}
