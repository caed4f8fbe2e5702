package dev.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {

    private static final Refusals REFUSALS = new Refusals(
            "Harbour",
            body -> ApiError.of(
                    body.path("code").asString(""), body.path("said").asString("")),
            "Check the key",
            "Grant it");

    private static final OAuth OAUTH =
            new OAuth(access -> URI.create("https://harbour.example/token"), access -> "app", REFUSALS, false);

    private static final Api API = new Api(access -> URI.create("https://harbour.example/v1/"), OAUTH, REFUSALS);

    private static final class Account implements Access, Secrets {
        final Map<String, String> secrets =
                new HashMap<>(Map.of("refresh_token", "first-refresh", "client_secret", "hush"));
        final ScriptedApi api;
        Instant now = Instant.parse("2026-11-21T10:00:00Z");

        Account(ScriptedApi api) {
            this.api = api;
        }

        @Override
        public Settings settings() {
            return new Settings(Map.of());
        }

        @Override
        public Secrets secrets() {
            return this;
        }

        @Override
        public Http http() {
            return api;
        }

        @Override
        public InstantSource clock() {
            return () -> now;
        }

        @Override
        public Optional<String> find(String name) {
            return Optional.ofNullable(secrets.get(name));
        }

        @Override
        public void put(String name, String value) {
            secrets.put(name, value);
        }

        @Override
        public void forget(String name) {
            secrets.remove(name);
        }
    }

    private static Step token(String token, String refresh) {
        return Step.json(
                200,
                "{\"access_token\": \"%s\", \"refresh_token\": \"%s\", \"expires_in\": 1800}"
                        .formatted(token, refresh));
    }

    private static HttpAnswer ask(Account account) throws HttpFailed, Troubled {
        return API.ask(account, API.request(account, "GET", "/ships?x=1"), "the list of ships");
    }

    @Test
    void a_session_is_kept_until_shortly_before_it_ends_and_a_refresh_token_that_is_good_once_is_replaced()
            throws Exception {
        var account = new Account(ScriptedApi.script()
                .on("POST", "/token", token("one", "second-refresh"))
                .on("GET", "/v1/ships", Step.json(200, "{}"))
                .on("GET", "/v1/ships", Step.json(200, "{}"))
                .on("POST", "/token", token("two", "third-refresh"))
                .on("GET", "/v1/ships", Step.json(200, "{}")));
        ask(account);
        assertThat(account.secrets).containsEntry("refresh_token", "second-refresh");
        ask(account);
        assertThat(account.api.last().headers()).containsEntry("Authorization", "Bearer one");
        account.now = account.now.plus(Duration.ofMinutes(29));
        ask(account);
        assertThat(account.api.last().headers()).containsEntry("Authorization", "Bearer two");
        assertThat(account.api.last().uri()).hasToString("https://harbour.example/v1/ships?x=1");
        assertThat(account.api.unasked()).isZero();
    }

    @Test
    void a_session_that_is_refused_is_replaced_at_once_and_only_once() throws Exception {
        var account = new Account(ScriptedApi.script()
                .on("POST", "/token", token("one", "a"))
                .on("GET", "/v1/ships", Step.json(401, "{\"code\": \"EXPIRED\"}"))
                .on("POST", "/token", token("two", "b"))
                .on("GET", "/v1/ships", Step.json(401, "{\"code\": \"EXPIRED\"}")));
        assertThatThrownBy(() -> ask(account))
                .isInstanceOfSatisfying(
                        Troubled.class, e -> assertThat(e.trouble()).isInstanceOf(Trouble.Retry.class));
        assertThat(account.api.unasked()).isZero();
    }

    @Test
    void a_session_that_was_refused_is_forgotten_where_the_quota_has_no_request_left_for_another() throws Exception {
        var account = new Account(ScriptedApi.script()
                .on("POST", "/token", token("one", "a"))
                .on("GET", "/v1/ships", Step.json(401, "{}"))
                .on("POST", "/token", Step.notNow(Duration.ofSeconds(3)))
                .on("POST", "/token", token("two", "b"))
                .on("GET", "/v1/ships", Step.json(200, "{}")));
        assertThatThrownBy(() -> ask(account)).isInstanceOf(NotNow.class);
        ask(account);
        assertThat(account.api.unasked()).isZero();
    }

    @Test
    void a_session_of_another_grant_is_not_used() throws Exception {
        var account = new Account(ScriptedApi.script()
                .on("POST", "/token", Step.json(200, "{\"access_token\": \"one\"}"))
                .on("GET", "/v1/ships", Step.json(200, "{}"))
                .on("POST", "/token", Step.json(200, "{\"access_token\": \"two\"}"))
                .on("GET", "/v1/ships", Step.json(200, "{}")));
        ask(account);
        account.put("refresh_token", "of-somebody-else");
        ask(account);
        assertThat(account.api.last().headers()).containsEntry("Authorization", "Bearer two");
    }

    @Test
    void a_code_from_a_browser_is_exchanged_for_tokens() throws Exception {
        var account = new Account(ScriptedApi.script()
                .on("POST", "/token", token("one", "from-consent"))
                .on("GET", "/v1/ships", Step.json(200, "{}")));
        OAUTH.exchange(account, "c0de", URI.create("https://tidemark.example/back"), Optional.of("v"));
        assertThat(new String(account.api.last().body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("grant_type=authorization_code&code=c0de&redirect_uri=https%3A%2F%2Ftidemark.example%2Fback"
                        + "&code_verifier=v&client_id=app&client_secret=hush");
        assertThat(account.secrets).containsEntry("refresh_token", "from-consent");
        ask(account);
    }

    @Test
    void a_refused_sign_in_says_what_to_do_and_repeats_no_secret() {
        var account = new Account(
                ScriptedApi.script()
                        .on(
                                "POST",
                                "/token",
                                Step.json(
                                        400,
                                        "{\"error\": \"invalid_grant\", \"error_description\": \"first-refresh of hush is gone\"}")));
        assertThatThrownBy(() -> ask(account)).isInstanceOfSatisfying(Troubled.class, e -> {
            assertThat(e.trouble()).isInstanceOfSatisfying(Trouble.Stop.class, stop -> {
                assertThat(stop.why()).contains("invalid_grant").doesNotContain("first-refresh", "hush");
                assertThat(stop.whatToDo()).isEqualTo("Check the key");
            });
        });
    }

    @Test
    void a_refusal_that_repeats_the_token_is_cleaned_of_it() throws Exception {
        var account = new Account(ScriptedApi.script()
                .on("POST", "/token", token("s3cret", "a"))
                .on("GET", "/v1/ships", Step.json(400, "{\"code\": \"BAD\", \"said\": \"Bearer s3cret is no good\"}")));
        HttpAnswer answer = API.send(account, API.request(account, "GET", "/ships"));
        assertThat(answer.text()).contains("is no good").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"code\": \"BAD\"}', Stop",
        "400, <html>, Retry",
        "401, '{\"code\": \"WHO\"}', Stop",
        "403, '{\"code\": \"NO\"}', Stop",
        "403, <html>, Retry",
        "404, '{\"code\": \"NONE\"}', Stop",
        "404, '', Retry",
        "429, '{\"code\": \"SLOW\"}', Wait",
        "500, '{\"code\": \"OOPS\"}', Retry",
        "502, <html>, Retry",
        "503, '', Retry",
    })
    void a_refusal_means_what_its_status_says_where_the_app_itself_speaks(int status, String body, String trouble)
            throws HttpFailed {
        HttpAnswer answer = Step.json(status, body).answer(HttpRequest.get(URI.create("https://harbour.example/")));
        assertThat(REFUSALS.of(answer, "the list").getClass().getSimpleName()).isEqualTo(trouble);
    }

    @Test
    void a_write_is_unknown_wherever_it_may_have_been_done() {
        var sent = Map.of(
                "done", Step.json(200, "{}"),
                "lost", Step.fails(true),
                "not sent", Step.fails(false),
                "gateway", Step.answering(504, "text/html", "<html>"),
                "refused", Step.json(400, "{\"code\": \"BAD\"}"),
                "slow", Step.json(429, "{}"),
                "broken", Step.json(200, "{"));
        var came = new HashMap<String, String>();
        sent.forEach((name, step) -> {
            var account = new Account(
                    ScriptedApi.script().on("POST", "/token", token("one", "a")).on("POST", "/v1/ships", step));
            HttpRequest request = API.request(account, "POST", "/ships").json("{}");
            WriteAnswer answer = API.write(account, request, "a ship", whole -> {
                dev.tidemark.connectors.json.Json.tree(whole.body());
                return new WriteAnswer.Done(List.of(), Limits.UNKNOWN);
            });
            came.put(name, answer.getClass().getSimpleName());
        });
        assertThat(came)
                .containsEntry("done", "Done")
                .containsEntry("lost", "Unknown")
                .containsEntry("not sent", "Retry")
                .containsEntry("gateway", "Unknown")
                .containsEntry("refused", "Refused")
                .containsEntry("slow", "Wait")
                .containsEntry("broken", "Unknown");
    }

    @Test
    void what_keeps_a_page_away_is_an_answer() {
        assertThat(API.page("the list", () -> {
                    throw new HttpFailed("the line went dead", true);
                }))
                .isInstanceOf(Answer.Retry.class);
        assertThat(API.page("the list", () -> {
                    throw new Troubled(new Trouble.Wait(Duration.ofSeconds(3), "slow"));
                }))
                .isEqualTo(new Answer.Wait(Duration.ofSeconds(3), "slow"));
    }
}
