package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static SSLContext localhost;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "localhost",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        localhost = SSLContext.getInstance("TLS");
        localhost.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @Test
    void a_trusted_server_is_talked_to() throws Exception {
        try (RawServer server = secure();
                HttpTransport transport = trusting()) {
            assertThat(transport
                            .send(HttpRequest.get(secure(server, "localhost")))
                            .text())
                    .isEqualTo("secret");
        }
    }

    @Test
    void a_server_that_nobody_vouches_for_sees_no_request() throws Exception {
        try (RawServer server = secure();
                HttpTransport transport = new HttpTransport(HttpBounds.DEFAULT)) {
            HttpFailed failed = catchThrowableOfType(
                    HttpFailed.class, () -> transport.send(HttpRequest.of("POST", secure(server, "localhost"))));
            assertThat(failed.maybeDone()).isFalse();
            assertThat(failed).hasMessageContaining("no secure connection");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void a_server_whose_certificate_is_for_another_name_sees_no_request() throws Exception {
        try (RawServer server = secure();
                HttpTransport transport = trusting()) {
            HttpFailed failed = catchThrowableOfType(
                    HttpFailed.class, () -> transport.send(HttpRequest.of("POST", secure(server, "127.0.0.1"))));
            assertThat(failed.maybeDone()).isFalse();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void a_redirect_away_from_a_secure_connection_is_not_followed() throws Exception {
        try (RawServer plain = new RawServer(RawServer.Talk::request);
                RawServer server = new RawServer(listener(), talk -> {
                    talk.request();
                    talk.redirect(302, plain.uri("/").toString());
                });
                HttpTransport transport = trusting()) {
            assertThat(transport
                            .send(HttpRequest.get(secure(server, "localhost")))
                            .status())
                    .isEqualTo(302);
            assertThat(plain.connections()).isZero();
        }
    }

    private static HttpTransport trusting() {
        return new HttpTransport(HttpBounds.DEFAULT, Optional.of(localhost), ProxySelector.getDefault());
    }

    private static RawServer secure() throws Exception {
        return new RawServer(listener(), talk -> {
            talk.request();
            talk.ok("secret");
        });
    }

    private static java.net.ServerSocket listener() throws Exception {
        return localhost.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static URI secure(RawServer server, String host) {
        return URI.create("https://" + host + ":" + server.uri("/").getPort() + "/");
    }
}
