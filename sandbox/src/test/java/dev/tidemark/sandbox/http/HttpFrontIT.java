package dev.tidemark.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.sandbox.http.Response.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFrontIT {
    private static final String DATE = "Sat, 21 Nov 2026 10:00:00 GMT";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable HttpFront front;

    private URI serve(Handler handler) throws IOException {
        HttpFront started = HttpFront.start(handler, 0);
        front = started;
        return started.url();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        if (front != null) {
            front.close();
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
    }

    private static Answer text(String text) {
        return new Answer(
                200,
                Map.of("Content-Type", "text/plain", "Date", DATE),
                text.getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);
    }

    @Test
    void a_request_arrives_whole_and_the_answer_keeps_its_own_date() throws Exception {
        var seen = new ConcurrentLinkedQueue<Request>();
        URI url = serve(request -> {
            seen.add(request);
            return text("é" + request.text());
        });
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(url.resolve("/a%20b?q=1%2B1+x"))
                .header("X-One", "1")
                .POST(HttpRequest.BodyPublishers.ofString("körper")));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("ékörper");
        assertThat(answer.headers().firstValue("Date")).contains(DATE);
        Request request = seen.remove();
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.params()).containsEntry("q", "1+1 x");
        assertThat(request.header("x-one")).isEqualTo("1");
    }

    @Test
    void a_body_in_chunks_arrives_whole() throws Exception {
        URI url = serve(request -> text(request.text()));
        byte[] long1 = "0123456789".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(long1))));
        assertThat(answer.body()).isEqualTo(long1);
    }

    @Test
    void answers_are_zipped_only_for_who_asks() throws Exception {
        String body = "tide ".repeat(1_000);
        URI url = serve(request -> text(body));
        assertThat(send(HttpRequest.newBuilder(url)).headers().map()).doesNotContainKey("content-encoding");
        HttpResponse<byte[]> zipped = send(HttpRequest.newBuilder(url).header("Accept-Encoding", "gzip"));
        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(body);
        }
    }

    @Test
    void one_connection_serves_many_requests() throws Exception {
        URI url = serve(request -> request.path().equals("/none") ? Answer.empty(204) : text(request.path()));
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), url.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /none HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all)
                    .startsWith("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\n/two");
        }
    }

    @Test
    void a_handler_that_fails_is_a_500_and_the_connection_lives_on() throws Exception {
        URI url = serve(request -> {
            throw new IllegalStateException("planted by this test");
        });
        assertThat(send(HttpRequest.newBuilder(url)).statusCode()).isEqualTo(500);
        assertThat(send(HttpRequest.newBuilder(url)).statusCode()).isEqualTo(500);
    }

    @Test
    void broken_answers_break_on_the_wire() throws Exception {
        URI url = serve(request -> switch (request.path()) {
            case "/cut" -> new Response.Cut(text("0123456789"), 4);
            case "/lost" -> new Response.Lost();
            case "/refused" -> new Response.Refused();
            default -> new Response.TimedOut(Duration.ofMillis(5));
        });
        for (String path : new String[] {"/cut", "/lost", "/refused", "/silent"}) {
            assertThatThrownBy(() -> send(HttpRequest.newBuilder(url.resolve(path))))
                    .as(path)
                    .isInstanceOf(IOException.class);
        }
    }
}
