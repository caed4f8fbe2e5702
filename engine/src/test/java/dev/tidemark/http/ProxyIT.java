package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyIT {

    @Test
    void a_plain_request_goes_through_the_proxy_of_the_jvm() throws Exception {
        try (RawServer proxy = new RawServer(talk -> {
                    talk.request();
                    talk.ok("by proxy");
                });
                HttpTransport transport = through(proxy)) {
            assertThat(transport
                            .send(HttpRequest.get(URI.create("http://api.invalid/things?a=b")))
                            .text())
                    .isEqualTo("by proxy");
            assertThat(proxy.requests().getFirst()).startsWith("GET http://api.invalid/things?a=b HTTP/1.1");
        }
    }

    @Test
    void a_tunnel_that_the_proxy_refuses_is_no_answer_and_surely_not_done() throws Exception {
        try (RawServer proxy = new RawServer(talk -> {
                    talk.request();
                    talk.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                });
                HttpTransport transport = through(proxy)) {
            HttpFailed failed = catchThrowableOfType(
                    HttpFailed.class,
                    () -> transport.send(HttpRequest.of("POST", URI.create("https://api.invalid/things"))));
            assertThat(failed.maybeDone()).isFalse();
            assertThat(failed)
                    .hasMessage("POST https://api.invalid/things: the proxy refused the connection with status 403");
            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent).startsWith("CONNECT api.invalid:443"));
        }
    }

    private static HttpTransport through(RawServer proxy) {
        ProxySelector selector = new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                int port = proxy.uri("/").getPort();
                return List.of(
                        new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        };
        return new HttpTransport(HttpBounds.DEFAULT, Optional.empty(), selector);
    }
}
