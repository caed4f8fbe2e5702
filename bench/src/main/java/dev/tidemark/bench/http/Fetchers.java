package dev.tidemark.bench.http;

import io.helidon.webclient.api.WebClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpEntity;
import org.eclipse.jetty.client.CompletableResponseListener;
import reactor.netty.resources.ConnectionProvider;

/** Each client, set up as its manual advises for whole bodies. They live as long as their process. */
public final class Fetchers {

    static final Map<String, Callable<Fetcher>> ALL = new TreeMap<>(Map.of(
            "JDK HttpClient", Fetchers::jdk,
            "JDK HttpURLConnection", Fetchers::urlConnection,
            "Jetty", Fetchers::jetty,
            "Apache 5 classic", Fetchers::apache,
            "Helidon WebClient", Fetchers::helidon,
            "Reactor Netty", Fetchers::reactor));

    private Fetchers() {}

    private static Fetcher jdk() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return uri -> client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private static Fetcher urlConnection() {
        return uri -> {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            try (InputStream in = connection.getInputStream()) {
                return in.readNBytes(connection.getContentLength());
            }
        };
    }

    private static Fetcher jetty() throws Exception {
        org.eclipse.jetty.client.HttpClient client = new org.eclipse.jetty.client.HttpClient();
        client.start();
        return uri -> new CompletableResponseListener(client.newRequest(uri), 8 << 20)
                .send()
                .get()
                .getContent();
    }

    /** The one that the engine uses, without what the engine adds. */
    public static Fetcher apache() {
        CloseableHttpClient client = HttpClientBuilder.create()
                .disableContentCompression()
                .disableCookieManagement()
                .build();
        return uri -> client.execute(new HttpGet(uri), answer -> {
            HttpEntity entity = answer.getEntity();
            byte[] body = new byte[(int) entity.getContentLength()];
            try (InputStream in = entity.getContent()) {
                if (in.readNBytes(body, 0, body.length) < body.length) {
                    throw new IOException("a cut body");
                }
            }
            return body;
        });
    }

    private static Fetcher helidon() {
        WebClient client = WebClient.create();
        return uri -> client.get().uri(uri).requestEntity(byte[].class);
    }

    private static Fetcher reactor() {
        var client = reactor.netty.http.client.HttpClient.create(ConnectionProvider.create("bench", 8));
        return uri -> Objects.requireNonNull(client.get()
                .uri(uri)
                .responseContent()
                .aggregate()
                .asByteArray()
                .block());
    }
}
