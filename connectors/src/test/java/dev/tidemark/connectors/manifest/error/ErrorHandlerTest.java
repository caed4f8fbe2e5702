package dev.tidemark.connectors.manifest.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.error.Resolution.Action;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorHandlerTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    private final Problems problems = new Problems();

    @SuppressWarnings("unchecked")
    private ErrorHandler handler(String json) {
        Object requester = Json.read(("{'error_handler': " + json + "}").replace('\'', '"'));
        return ErrorHandler.of(
                new Node((Map<Object, Object>) requester, "", problems), new Expressions(InstantSource.fixed(NOW)));
    }

    private static Resolution resolve(ErrorHandler handler, int status, String body, Map<String, String> headers) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return handler.resolve(new HttpAnswer(status, headers, bytes, Duration.ZERO), 1, Context.of(Map.of()), NOW);
    }

    private static Action action(ErrorHandler handler, int status, String body) {
        return resolve(handler, status, body, Map.of()).action();
    }

    @ParameterizedTest
    @CsvSource({
        "200,SUCCESS",
        "204,SUCCESS",
        "400,FAIL",
        "401,FAIL",
        "404,FAIL",
        "408,RETRY",
        "409,RETRY",
        "429,RATE_LIMITED",
        "503,RETRY"
    })
    void a_status_says_what_happens_where_the_manifest_does_not(int status, Action action) {
        ErrorHandler silent =
                ErrorHandler.of(new Node(Map.of(), "", problems), new Expressions(InstantSource.fixed(NOW)));
        assertThat(action(silent, status, "{}")).isEqualTo(action);
    }

    @Test
    void the_first_filter_that_matches_decides_even_for_a_good_status() {
        ErrorHandler handler = handler("{'type': 'DefaultErrorHandler', 'response_filters': [{'http_codes': [404],"
                + " 'action': 'IGNORE'},{'predicate': '{{ response.error == 3 }}', 'action': 'RETRY', 'error_message':"
                + " 'busy: {{ response.error }}'},{'error_message_contains': 'quota', 'action': 'RATE_LIMITED'}]}");
        assertThat(action(handler, 404, "{}")).isEqualTo(Action.IGNORE);
        assertThat(resolve(handler, 200, "{'error': 3}", Map.of()).message()).isEqualTo("busy: 3");
        assertThat(action(handler, 403, "{'errors': [{'message': 'over quota'}]}"))
                .isEqualTo(Action.RATE_LIMITED);
        assertThat(action(handler, 403, "{'message': 'no'}")).isEqualTo(Action.FAIL);
        assertThat(action(handler, 200, "{}")).isEqualTo(Action.SUCCESS);
    }

    @Test
    void a_failure_moves_on_to_the_next_handler() {
        ErrorHandler handler = handler("{'type': 'CompositeErrorHandler', 'error_handlers': ["
                + "{'type': 'DefaultErrorHandler', 'response_filters': [{'http_codes': [403], 'action': 'FAIL'}]},"
                + "{'type': 'DefaultErrorHandler', 'response_filters': [{'http_codes': [403], 'action': 'IGNORE'}]}]}");
        assertThat(action(handler, 403, "{}")).isEqualTo(Action.IGNORE);
        assertThat(action(handler, 401, "{}")).isEqualTo(Action.FAIL);
    }

    @Test
    void waits_come_from_the_first_strategy_that_knows_one() {
        ErrorHandler handler = handler("{'type': 'DefaultErrorHandler', 'backoff_strategies': ["
                + "{'type': 'WaitTimeFromHeader', 'header': 'X-Wait', 'regex': '[0-9]+'},"
                + "{'type': 'WaitUntilTimeFromHeader', 'header': 'X-Until', 'min_wait': 5},"
                + "{'type': 'ExponentialBackoffStrategy', 'factor': 3}]}");
        assertThat(resolve(handler, 429, "{}", Map.of("x-wait", "12 seconds")).pause())
                .contains(Duration.ofSeconds(13));
        assertThat(resolve(handler, 429, "{}", Map.of("x-until", "1060")).pause())
                .contains(Duration.ofSeconds(61));
        assertThat(resolve(handler, 429, "{}", Map.of("x-until", "1001")).pause())
                .contains(Duration.ofSeconds(6));
        ErrorHandler growing =
                handler("{'type': 'DefaultErrorHandler', 'backoff_strategies': [{'type': 'ExponentialBackoffStrategy',"
                        + " 'factor': 3}]}");
        assertThat(resolve(growing, 503, "{}", Map.of()).pause()).contains(Duration.ofSeconds(7));
    }

    @Test
    void without_a_strategy_the_answer_itself_may_say_how_long() {
        ErrorHandler handler = handler("{'type': 'DefaultErrorHandler'}");
        assertThat(resolve(handler, 429, "", Map.of("Retry-After", "17")).pause())
                .contains(Duration.ofSeconds(17));
        assertThat(resolve(handler, 429, "", Map.of()).pause()).isEmpty();
    }

    @Test
    void what_cannot_run_is_a_problem() {
        handler("{'type': 'CustomErrorHandler', 'class_name': 'a.B'}");
        handler("{'type': 'DefaultErrorHandler', 'response_filters': [{'action': 'PRAY'}]}");
        assertThat(problems.all())
                .extracting(p -> p.what())
                .containsExactly(
                        "the type CustomErrorHandler of class a.B does not run here",
                        "'action' PRAY does not run here: it is one of SUCCESS, FAIL, RETRY, IGNORE, RATE_LIMITED,"
                                + " RESET_PAGINATION, REFRESH_TOKEN_THEN_RETRY");
    }
}
