package dev.tidemark.http;

import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.http.Body.BadAnswer;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.auth.SystemDefaultCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests over kept connections, blocking a (virtual) thread for each. Proxies and trusted certificates are those of
 * the JVM's system properties. An answer is whole or it is a failure: what is cut, too long, too slow or too large never
 * comes back as an answer.
 *
 * <p>GET and HEAD follow up to five redirects, never from https to http, and another server sees none of the headers that
 * could be a key. GET, HEAD and OPTIONS are sent once more, on a fresh connection, where a kept one turns out to be dead.
 * Nothing else is ever sent twice (invariant 8).
 */
public final class HttpTransport implements Http, AutoCloseable {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final int MOST_REDIRECTS = 5;
    private static final Duration KEPT = Duration.ofSeconds(50);
    /** A connection at rest for longer is looked at before use, which takes a millisecond. */
    private static final Duration TRUSTED = Duration.ofMillis(100);

    /** They print headers and bodies, and so keys (invariant 9): off, whatever a log is set to. */
    private static final List<Logger> TELLTALES = List.of(
            Logger.getLogger("org.apache.hc.client5.http.wire"),
            Logger.getLogger("org.apache.hc.client5.http.headers"));

    private final HttpBounds bounds;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor watch;

    public HttpTransport(HttpBounds bounds) {
        this(bounds, Optional.empty(), ProxySelector.getDefault());
    }

    /** @param tls in place of the JVM's trust */
    HttpTransport(HttpBounds bounds, Optional<SSLContext> tls, ProxySelector proxies) {
        TELLTALES.forEach(logger -> logger.setLevel(Level.OFF));
        this.bounds = bounds;
        connections = connections(bounds, tls);
        client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRequestExecutor(new Exchange.Sender())
                .setRoutePlanner(new SystemDefaultRoutePlanner(proxies))
                .setDefaultCredentialsProvider(new SystemDefaultCredentialsProvider())
                .setUserAgent("Tidemark")
                .evictExpiredConnections()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .build();
        watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
    }

    private static PoolingHttpClientConnectionManager connections(HttpBounds bounds, Optional<SSLContext> tls) {
        ClientTlsStrategyBuilder trust = ClientTlsStrategyBuilder.create().useSystemProperties();
        tls.ifPresent(trust::setSslContext);
        Timeout connect = Timeout.of(bounds.connect());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(trust.buildClassic())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setValidateAfterInactivity(TimeValue.of(TRUSTED))
                        .build())
                .setMaxConnPerRoute(bounds.connectionsPerHost())
                .setMaxConnTotal(bounds.connections())
                .build();
    }

    @Override
    public HttpAnswer send(HttpRequest request) throws HttpFailed {
        return send(request, () -> {});
    }

    /**
     * As {@link #send(HttpRequest)}.
     *
     * @param beforeEach called before every request that goes out: this one, each hop of a redirect, and the one repeat on a
     *     fresh connection, so that all are counted (invariant 4). What it throws passes through, and nothing is sent then
     */
    public HttpAnswer send(HttpRequest request, Runnable beforeEach) throws HttpFailed {
        long deadline = System.nanoTime() + request.timeout().toNanos();
        HttpRequest now = request;
        for (int hop = 0; ; hop++) {
            HttpAnswer answer = hop(now, deadline, beforeEach);
            Optional<HttpRequest> next = Redirect.of(now, answer);
            if (next.isEmpty()) {
                return answer;
            }
            if (hop == MOST_REDIRECTS) {
                throw failed(now, new BadAnswer("more than " + MOST_REDIRECTS + " redirects in a row"), true);
            }
            now = next.get();
        }
    }

    private HttpAnswer hop(HttpRequest request, long deadline, Runnable beforeEach) throws HttpFailed {
        for (boolean again = false; ; again = true) {
            beforeEach.run();
            HttpUriRequestBase raw = raw(request, deadline);
            HttpClientContext context = HttpClientContext.create();
            Exchange exchange = new Exchange(raw, context);
            try {
                return exchange(raw, context, exchange, deadline);
            } catch (IOException | HttpException | IllegalStateException | RejectedExecutionException e) {
                // The last two: cancelled while it waited for a free connection, or closed.
                if (exchange.stale() && !again && SAFE.contains(request.method())) {
                    connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
                    continue;
                }
                if (exchange.late() || System.nanoTime() - deadline >= 0) {
                    throw failed(
                            request,
                            new BadAnswer("no whole answer within " + request.timeout()),
                            exchange.maybeDone());
                }
                throw failed(request, e, exchange.maybeDone());
            }
        }
    }

    private HttpAnswer exchange(HttpUriRequestBase raw, HttpClientContext context, Exchange exchange, long deadline)
            throws IOException, HttpException {
        long began = System.nanoTime();
        Future<?> alarm = watch.schedule(exchange::tooLate, deadline - began, TimeUnit.NANOSECONDS);
        boolean whole = false;
        try (ClassicHttpResponse response = client.executeOpen(RoutingSupport.determineHost(raw), raw, context)) {
            try {
                if (!exchange.maybeDone()) {
                    throw new BadAnswer("the proxy refused the connection with status " + response.getCode());
                }
                HttpEntity entity = response.getEntity();
                byte[] body = Body.read(entity, bounds.body(), response.getCode() < 300);
                Map<String, String> headers = headers(response, entity);
                whole = true;
                return new HttpAnswer(response.getCode(), headers, body, Duration.ofNanos(System.nanoTime() - began));
            } finally {
                if (!whole) {
                    raw.cancel(); // or closing would read the rest
                }
            }
        } finally {
            alarm.cancel(false);
        }
    }

    private HttpUriRequestBase raw(HttpRequest request, long deadline) throws HttpFailed {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw failed(request, new BadAnswer("no whole answer within " + request.timeout()), false);
        }
        HttpUriRequestBase raw = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().forEach(raw::setHeader);
        if (!raw.containsHeader("Accept-Encoding")) {
            raw.setHeader("Accept-Encoding", "gzip");
        }
        if (request.body().length > 0 || !SAFE.contains(request.method())) {
            raw.setEntity(new ByteArrayEntity(request.body(), null));
        }
        raw.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.ofMilliseconds(left))
                .setResponseTimeout(Timeout.ofMilliseconds(left))
                .setConnectionKeepAlive(TimeValue.of(KEPT))
                .setExpectContinueEnabled(false)
                .build());
        return raw;
    }

    private static Map<String, String> headers(ClassicHttpResponse response, HttpEntity entity) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.put(header.getName(), header.getValue() == null ? "" : header.getValue());
        }
        if (entity != null && entity.getContentEncoding() != null) {
            headers.remove("Content-Encoding");
            headers.remove("Content-Length");
        }
        return headers;
    }

    /** Without the cause: its words could be the API's. */
    private HttpFailed failed(HttpRequest request, Exception e, boolean maybeDone) {
        return new HttpFailed(
                request.method() + " " + withoutQuery(request.uri()) + ": " + Fault.words(e, bounds), maybeDone);
    }

    private static String withoutQuery(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
    }

    /** Ends every request that is under way. */
    @Override
    public void close() {
        watch.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
