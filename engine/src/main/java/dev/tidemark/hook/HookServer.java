package dev.tidemark.hook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.connector.HookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for webhooks at {@code /hooks/WORKSPACE/SOURCE}. Meant to stand behind a server that speaks TLS. Answers nothing but
 * a status, and does nothing that a stranger could make expensive: what is too large, too much at once or for nobody is turned
 * away before it is read.
 */
public final class HookServer implements AutoCloseable {

    /** HubSpot's hundred events are some 60 kB; the records that Intercom and Stripe send with theirs are seldom larger. */
    static final int LARGEST = 1 << 20;

    /** Each holds its body, and then a connection of the store. */
    private static final int MOST_AT_ONCE = 32;

    private static final Pattern PATH = Pattern.compile("/hooks/([a-z][a-z0-9_-]{0,47})/([a-z][a-z0-9_-]{0,47})");
    private static final Logger LOG = LoggerFactory.getLogger(HookServer.class);

    /** Seconds that the JDK's server gives a request to come in whole; read once, when its classes are loaded. */
    private static final String SLOWEST = "sun.net.httpserver.maxReqTime";

    private final Inbox inbox;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    private HookServer(Inbox inbox, HttpServer server) {
        this.inbox = inbox;
        this.server = server;
    }

    /**
     * @param at port 0 lets the system choose
     * @throws IOException where nobody can listen there
     */
    public static HookServer open(Inbox inbox, InetSocketAddress at) throws IOException {
        if (System.getProperty(SLOWEST) == null) {
            System.setProperty(SLOWEST, "10");
        }
        HookServer opened = new HookServer(inbox, HttpServer.create(at, MOST_AT_ONCE));
        opened.server.createContext("/", opened::handle);
        opened.server.setExecutor(opened.threads);
        opened.server.start();
        return opened;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The path of a source's address. */
    public static String path(String workspace, String source) {
        return "/hooks/" + workspace + "/" + source;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answer(exchange), -1);
        }
    }

    private int answer(HttpExchange exchange) throws IOException {
        try {
            return status(exchange);
        } catch (RuntimeException e) {
            LOG.error("a webhook was not taken in, by a fault in Tidemark", e);
            return 500;
        }
    }

    private int status(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
        if (!path.matches()) {
            return 404;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        String account = path.group(1) + "/" + path.group(2);
        if (!inbox.knows(account)) {
            return 404;
        }
        if (length(exchange).filter(n -> n > LARGEST).isPresent()) {
            return tooLarge(account);
        }
        if (!room.tryAcquire()) {
            return 503;
        }
        try {
            byte[] body = read(exchange.getRequestBody());
            return body.length > LARGEST
                    ? tooLarge(account)
                    : inbox.hear(account, request(exchange, account, body)).status();
        } finally {
            room.release();
        }
    }

    private int tooLarge(String account) {
        inbox.turnedAway(account, "it is larger than " + (LARGEST >> 20) + " MiB");
        return 413;
    }

    private static Optional<Long> length(HttpExchange exchange) {
        return header(exchange, "Content-Length")
                .filter(n -> n.matches("\\d{1,15}"))
                .map(Long::valueOf);
    }

    private static byte[] read(InputStream in) throws IOException {
        return in.readNBytes(LARGEST + 1);
    }

    private HookRequest request(HttpExchange exchange, String account, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new HookRequest(uri(exchange, account), headers, body);
    }

    /**
     * As its sender spelt it, which is what some sign: the address that the workspace file gives, else what the headers say.
     * Those are a stranger's to choose, but a signature over what he chose is not.
     */
    private URI uri(HttpExchange exchange, String account) {
        String local = exchange.getRequestURI().toString();
        String front = inbox.publicUrl(account)
                .map(url -> url.replaceAll("/+$", ""))
                .orElseGet(() -> header(exchange, "X-Forwarded-Proto").orElse("http") + "://"
                        + header(exchange, "X-Forwarded-Host")
                                .or(() -> header(exchange, "Host"))
                                .orElse("localhost"));
        try {
            return URI.create(front + local);
        } catch (IllegalArgumentException e) {
            return URI.create("http://localhost" + local); // a host that is no host
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
