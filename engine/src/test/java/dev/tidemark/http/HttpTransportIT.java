package dev.tidemark.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.NotNow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final HttpTransport transport = new HttpTransport(HttpBounds.DEFAULT.withBody(4 << 20));

    @AfterEach
    void close() {
        transport.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void every_method_is_sent_with_its_headers_and_body_and_the_whole_answer_comes_back(String method)
            throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 201 Created\r\nX-Used: 3\r\ncontent-length: 5\r\n\r\nhello");
        })) {
            HttpRequest request =
                    HttpRequest.of(method, server.uri("/a?b=c%20d")).header("X-Key", "k");
            HttpAnswer answer = transport.send(method.equals("GET") ? request : request.json("{\"é\":1}"));

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.header("x-used")).contains("3");
            assertThat(answer.took()).isPositive();
            assertThat(server.requests())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent)
                            .startsWith(method + " /a?b=c%20d HTTP/1.1\r\n")
                            .contains("X-Key: k\r\n")
                            .contains("Accept-Encoding: gzip\r\n")
                            .endsWith(method.equals("GET") ? "\r\n\r\n" : "{\"é\":1}"));
        }
    }

    @Test
    void a_post_without_a_body_says_so() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.ok("");
        })) {
            assertThat(transport.send(HttpRequest.of("POST", server.uri("/"))).body())
                    .isEmpty();
            assertThat(server.requests().getFirst()).contains("Content-Length: 0\r\n");
        }
    }

    @Test
    void an_error_of_the_api_is_an_answer() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n\r\nlater");
        })) {
            HttpAnswer answer = transport.send(HttpRequest.get(server.uri("/")));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("later");
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
        }
    }

    @Test
    void an_unauthorized_answer_comes_back_as_it_is() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 2\r\n\r\nno");
        })) {
            assertThat(transport.send(HttpRequest.get(server.uri("/"))).status())
                    .isEqualTo(401);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void connections_are_kept_and_never_more_than_a_host_may_have() throws Exception {
        HttpBounds two = new HttpBounds(Duration.ofSeconds(10), 2, 10, 1000);
        CyclicBarrier both = new CyclicBarrier(2);
        try (HttpTransport narrow = new HttpTransport(two);
                RawServer server = new RawServer(talk -> {
                    while (true) {
                        talk.request();
                        await(both);
                        talk.ok("x");
                    }
                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(threads.submit(() -> narrow.send(HttpRequest.get(server.uri("/")))));
            }
            for (Future<HttpAnswer> answer : answers) {
                assertThat(answer.get().text()).isEqualTo("x");
            }
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_refused_connection_is_surely_not_done() throws Exception {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/v1/things?token=hush");
        }
        HttpFailed failed = failure(() -> transport.send(HttpRequest.of("POST", nobody)));
        assertThat(failed.maybeDone()).isFalse();
        assertThat(failed)
                .hasMessage("POST http://127.0.0.1:" + nobody.getPort() + "/v1/things: the connection was refused");
    }

    @Test
    void an_unknown_host_is_surely_not_done() {
        HttpFailed failed =
                failure(() -> transport.send(HttpRequest.get(URI.create("http://nowhere.invalid/x?token=hush"))));
        assertThat(failed.maybeDone()).isFalse();
        assertThat(failed).hasMessage("GET http://nowhere.invalid/x: the host's name is not known");
    }

    @Test
    void a_connection_that_is_closed_without_an_answer_may_be_done() throws Exception {
        try (RawServer server = new RawServer(RawServer.Talk::request)) {
            HttpFailed failed = failure(() -> transport.send(HttpRequest.of("POST", server.uri("/"))));
            assertThat(failed.maybeDone()).isTrue();
            assertThat(failed).hasMessageEndingWith("the connection was closed without an answer");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_fresh_connection_that_breaks_is_not_tried_again() throws Exception {
        try (RawServer server = new RawServer(RawServer.Talk::request)) {
            assertThat(failure(() -> transport.send(HttpRequest.get(server.uri("/")))))
                    .hasMessageEndingWith("the connection was closed without an answer");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 O",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\n\r\nall of it, or is it",
                "SSH-2.0-OpenSSH_9.2\r\n",
            })
    void an_answer_that_is_cut_anywhere_is_no_answer(String said) throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say(said);
        })) {
            HttpFailed failed = failure(() -> transport.send(HttpRequest.get(server.uri("/"))));
            assertThat(failed.maybeDone()).isTrue();
            assertThat(failed.getMessage()).startsWith("GET " + server.uri("/") + ": ");
        }
    }

    @Test
    void an_answer_that_ends_in_a_reset_is_no_answer() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").reset();
        })) {
            assertThat(failure(() -> transport.send(HttpRequest.get(server.uri("/"))))
                            .maybeDone())
                    .isTrue();
        }
    }

    @Test
    void a_chunked_answer_is_put_together() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
        })) {
            assertThat(transport.send(HttpRequest.get(server.uri("/"))).text()).isEqualTo("hello world");
        }
    }

    @Test
    void a_server_that_drips_does_not_get_more_time_than_the_request_has() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n");
            while (true) {
                talk.say("."); // no single read ever waits long
            }
        })) {
            HttpFailed failed = failure(() -> transport.send(within(Duration.ofMillis(300), server)));
            assertThat(failed.maybeDone()).isTrue();
            assertThat(failed).hasMessageEndingWith("no whole answer within PT0.3S");
        }
    }

    @Test
    void a_server_that_says_nothing_does_not_get_more_time_than_the_request_has() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.untilClosed();
        })) {
            HttpFailed failed = failure(() -> transport.send(within(Duration.ofMillis(200), server)));
            assertThat(failed.maybeDone()).isTrue();
            assertThat(failed).hasMessageEndingWith("no whole answer within PT0.2S");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @SuppressWarnings("try") // closed early, to end the request that holds the connection
    void a_request_that_finds_no_free_connection_in_time_is_surely_not_done() throws Exception {
        HttpBounds one = new HttpBounds(Duration.ofSeconds(10), 1, 1, 1000);
        CyclicBarrier busy = new CyclicBarrier(2);
        try (RawServer server = new RawServer(talk -> {
                    talk.request();
                    await(busy);
                    talk.untilClosed();
                });
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpTransport narrow = new HttpTransport(one)) {
            Future<HttpFailed> first =
                    threads.submit(() -> failure(() -> narrow.send(HttpRequest.get(server.uri("/")))));
            await(busy);
            HttpFailed failed = failure(() -> narrow.send(within(Duration.ofMillis(100), server)));
            assertThat(failed.maybeDone()).isFalse();
            narrow.close();
            assertThat(first.get().maybeDone()).isTrue();
        }
    }

    @Test
    void a_read_on_a_kept_connection_that_has_died_is_sent_once_more_and_counted_again() throws Exception {
        try (RawServer server = diesOnSecondRequest()) {
            AtomicInteger sent = new AtomicInteger();
            transport.send(HttpRequest.get(server.uri("/1")), sent::incrementAndGet);
            assertThat(transport
                            .send(HttpRequest.get(server.uri("/2")), sent::incrementAndGet)
                            .text())
                    .isEqualTo("x");
            assertThat(server.requests()).hasSize(3);
            assertThat(sent).hasValue(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "PUT", "DELETE"})
    void a_write_on_a_kept_connection_that_has_died_is_reported_and_not_repeated(String method) throws Exception {
        try (RawServer server = diesOnSecondRequest()) {
            transport.send(HttpRequest.get(server.uri("/1")));
            HttpFailed failed = failure(() -> transport.send(HttpRequest.of(method, server.uri("/2"))));
            assertThat(failed.maybeDone()).isTrue();
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void a_kept_connection_that_the_server_closed_while_it_rested_is_not_used() throws Exception {
        try (RawServer silent = new RawServer(RawServer.Talk::untilClosed);
                RawServer server = new RawServer(talk -> {
                    talk.request();
                    talk.ok("x");
                })) {
            transport.send(HttpRequest.get(server.uri("/1")));
            failure(() -> transport.send(within(Duration.ofMillis(200), silent)));
            assertThat(transport.send(HttpRequest.of("POST", server.uri("/2"))).text())
                    .isEqualTo("x");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void an_answer_larger_than_the_bound_is_refused_by_its_length_and_while_it_is_read() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n");
            talk.untilClosed();
        })) {
            HttpFailed failed = failure(() -> transport.send(HttpRequest.get(server.uri("/"))));
            assertThat(failed).hasMessageContaining("larger than 4 MiB");
        }
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = new byte[1 << 16];
            while (true) {
                talk.say("10000\r\n").say(chunk).say("\r\n");
            }
        })) {
            HttpFailed failed = failure(() -> transport.send(HttpRequest.get(server.uri("/"))));
            assertThat(failed).hasMessageEndingWith("the answer is larger than 4 MiB, the most that is accepted");
        }
    }

    @Test
    void an_answer_of_exactly_the_bound_is_whole() throws Exception {
        byte[] body = new byte[4 << 20];
        Arrays.fill(body, (byte) 'x');
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .say("400000\r\n")
                    .say(body)
                    .say("\r\n0\r\n\r\n");
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 4194304\r\n\r\n").say(body);
        })) {
            assertThat(transport.send(HttpRequest.get(server.uri("/"))).body()).isEqualTo(body);
            assertThat(transport.send(HttpRequest.get(server.uri("/"))).body()).isEqualTo(body);
        }
    }

    @Test
    void a_compressed_answer_is_unpacked_and_the_connection_kept() throws Exception {
        String text = "tide ".repeat(100_000);
        byte[] packed = gzip(text.getBytes(UTF_8));
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say(gzipHead(packed.length)).say(packed);
            talk.request();
            talk.say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .say(Integer.toHexString(packed.length) + "\r\n")
                    .say(packed)
                    .say("\r\n0\r\n\r\n");
            talk.untilClosed();
        })) {
            HttpAnswer answer = transport.send(HttpRequest.get(server.uri("/")));
            assertThat(answer.text()).isEqualTo(text);
            assertThat(answer.headers()).doesNotContainKeys("Content-Encoding", "Content-Length");
            assertThat(transport.send(HttpRequest.get(server.uri("/"))).text()).isEqualTo(text);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_small_compressed_answer_that_unpacks_to_more_than_the_bound_is_refused() throws Exception {
        byte[] bomb = gzip(new byte[64 << 20]);
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say(gzipHead(bomb.length)).say(bomb);
        })) {
            HttpFailed failed = failure(() -> transport.send(HttpRequest.get(server.uri("/"))));
            assertThat(failed).hasMessageContaining("larger than 4 MiB");
        }
    }

    @Test
    void a_compressed_answer_that_is_cut_or_broken_is_no_answer() throws Exception {
        byte[] packed = gzip("tide ".repeat(10_000).getBytes(UTF_8));
        byte[] cut = Arrays.copyOf(packed, packed.length - 6);
        byte[] broken = packed.clone();
        broken[packed.length - 6] ^= 1;
        for (byte[] sent : List.of(cut, broken, "no gzip at all".getBytes(UTF_8))) {
            try (RawServer server = new RawServer(talk -> {
                talk.request();
                talk.say(gzipHead(sent.length)).say(sent);
            })) {
                assertThat(failure(() -> transport.send(HttpRequest.get(server.uri("/"))))
                                .maybeDone())
                        .isTrue();
            }
        }
    }

    @Test
    void a_read_follows_redirects_with_its_headers_on_the_same_server_each_of_them_counted() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            while (true) {
                if (talk.request().startsWith("GET /old")) {
                    talk.redirect(302, "/new?x=1");
                } else {
                    talk.ok("there");
                }
            }
        })) {
            AtomicInteger sent = new AtomicInteger();
            HttpAnswer answer = transport.send(
                    HttpRequest.get(server.uri("/old")).header("Authorization", "Bearer hush"), sent::incrementAndGet);
            assertThat(answer.text()).isEqualTo("there");
            assertThat(sent).hasValue(2);
            assertThat(server.requests().getLast()).startsWith("GET /new?x=1 ").contains("Authorization: Bearer hush");
        }
    }

    @Test
    void another_server_learns_nothing_that_could_be_a_key() throws Exception {
        try (RawServer other = new RawServer(talk -> {
                    talk.request();
                    talk.ok("there");
                });
                RawServer server = new RawServer(talk -> {
                    talk.request();
                    talk.redirect(307, other.uri("/file").toString());
                })) {
            HttpRequest request = HttpRequest.get(server.uri("/"))
                    .header("Authorization", "Bearer hush")
                    .header("X-Api-Key", "hush")
                    .header("Accept", "text/csv");
            assertThat(transport.send(request).text()).isEqualTo("there");
            assertThat(other.requests().getFirst()).contains("Accept: text/csv").doesNotContain("hush");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void a_write_is_never_redirected(String method) throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.redirect(308, "/elsewhere");
        })) {
            assertThat(transport.send(HttpRequest.of(method, server.uri("/"))).status())
                    .isEqualTo(308);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void redirects_in_a_circle_end() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            while (true) {
                talk.request();
                talk.redirect(301, "/again");
            }
        })) {
            assertThat(failure(() -> transport.send(HttpRequest.get(server.uri("/")))))
                    .hasMessageEndingWith("more than 5 redirects in a row");
            assertThat(server.requests()).hasSize(6);
        }
    }

    @Test
    void what_counts_the_requests_can_refuse_one_and_then_nothing_is_sent() throws Exception {
        try (RawServer server = new RawServer(RawServer.Talk::request)) {
            NotNow refusal = new NotNow(Duration.ofSeconds(3));
            NotNow thrown = catchThrowableOfType(
                    NotNow.class,
                    () -> transport.send(HttpRequest.get(server.uri("/")), () -> {
                        throw refusal;
                    }));
            assertThat(thrown).isSameAs(refusal);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void a_closed_transport_sends_nothing() throws Exception {
        transport.close();
        try (RawServer server = new RawServer(RawServer.Talk::request)) {
            assertThat(failure(() -> transport.send(HttpRequest.get(server.uri("/"))))
                            .maybeDone())
                    .isFalse();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void no_failure_tells_a_query_a_header_or_a_body() throws Exception {
        try (RawServer server = new RawServer(talk -> {
            talk.request();
            talk.say("HTTP/1.1 hush hush\r\nSet-Cookie: hush");
        })) {
            URI uri = URI.create(server.uri("/path?token=hush").toString().replace("//", "//user:hush@"));
            HttpFailed failed = failure(() -> transport.send(HttpRequest.of("POST", uri)
                    .header("Authorization", "Bearer hush")
                    .json("{\"password\":\"hush\"}")));
            assertThat(failed).hasNoCause();
            assertThat(failed.getMessage()).contains("/path").doesNotContain("hush");
        }
    }

    private static HttpRequest within(Duration timeout, RawServer server) {
        return new HttpRequest("GET", server.uri("/"), Map.of(), new byte[0], timeout);
    }

    /** Answers one request on its first connection and breaks it at the second; later connections are well. */
    private static RawServer diesOnSecondRequest() throws IOException {
        return new RawServer(talk -> {
            talk.request();
            talk.ok("x");
            talk.request();
            if (talk.number() > 1) {
                talk.ok("x");
            }
        });
    }

    private static String gzipHead(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpFailed failure(Callable<HttpAnswer> call) {
        return catchThrowableOfType(HttpFailed.class, call::call);
    }
}
