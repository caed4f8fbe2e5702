package dev.tidemark.sandbox.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link Handler} over HTTP/1.1 on 127.0.0.1, a virtual thread a connection, with keep-alive. Written by hand
 * because the JDK's server sets its own Date header and cannot break an answer in the middle.
 */
public final class HttpFront implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LARGEST_BODY = 64 * 1024 * 1024;
    private static final int WORTH_ZIPPING = 1024;

    private final Handler handler;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private HttpFront(Handler handler, ServerSocket server) {
        this.handler = handler;
        this.server = server;
    }

    /** Starts to listen; port 0 lets the system choose. */
    public static HttpFront start(Handler handler, int port) throws IOException {
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 512);
        var front = new HttpFront(handler, server);
        Thread.ofVirtual().name("sandbox-accept").start(front::accept);
        return front;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().name("sandbox-connection").start(() -> serve(socket));
            } catch (IOException closedOrRefused) {
                // A closed server ends the loop; a connection that died at once is its caller's matter.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            var out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            boolean more = true;
            while (more) {
                Request request = read(in, out);
                more = request != null && carry(answered(request), request, socket, out);
            }
        } catch (IOException | InterruptedException gone) {
            // The caller went away, or we are closing.
        } finally {
            open.remove(socket);
        }
    }

    /** What the handler says; 500 where it fails, so that one bad request does not end the caller's connection. */
    private Response answered(Request request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, "cannot answer " + request.method() + " " + request.path(), failed);
            return Response.Answer.json(
                    500,
                    "[{\"errorCode\":\"UNKNOWN_EXCEPTION\",\"message\":\"The sandbox failed; its log says why\"}]"
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether the connection lives on. */
    private static boolean carry(Response response, Request request, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        return switch (response) {
            case Response.Answer answer -> {
                pause(answer.after());
                boolean keep = !"close".equalsIgnoreCase(request.header("connection"));
                Response.Answer sent = zipIfAsked(answer, request);
                head(sent, sent.body().length, keep, out);
                if (!request.method().equals("HEAD")) {
                    out.write(sent.body());
                }
                out.flush();
                yield keep;
            }
            case Response.Cut cut -> {
                pause(cut.whole().after());
                head(cut.whole(), cut.whole().body().length, true, out);
                out.write(cut.whole().body(), 0, cut.sent());
                out.flush();
                yield false;
            }
            case Response.Lost() -> false;
            case Response.TimedOut(Duration silence) -> {
                pause(silence);
                yield false;
            }
            case Response.Refused() -> {
                socket.setOption(java.net.StandardSocketOptions.SO_LINGER, 0); // closes with a reset
                yield false;
            }
        };
    }

    private static void pause(Duration duration) throws InterruptedException {
        if (duration.isPositive()) {
            Thread.sleep(duration);
        }
    }

    private static Response.Answer zipIfAsked(Response.Answer answer, Request request) throws IOException {
        String accepted = request.header("accept-encoding");
        if (accepted == null || !accepted.contains("gzip") || answer.body().length < WORTH_ZIPPING) {
            return answer;
        }
        var bytes = new ByteArrayOutputStream(answer.body().length / 4);
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(answer.body());
        }
        return answer.body(bytes.toByteArray()).with("Content-Encoding", "gzip");
    }

    private static void head(Response.Answer answer, int length, boolean keep, OutputStream out) throws IOException {
        var head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(reason(answer.status()))
                .append("\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (answer.status() != 204 && answer.status() != 304) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        head.append(keep ? "\r\n" : "Connection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 300 -> "Multiple Choices";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status " + status;
        };
    }

    private static @Nullable Request read(InputStream in, OutputStream out) throws IOException {
        String start = line(in);
        if (start == null || start.isEmpty()) {
            return null;
        }
        String[] parts = start.split(" ", 3);
        if (parts.length < 3) {
            throw new IOException("not HTTP: " + start);
        }
        var headers = new LinkedHashMap<String, String>();
        String header;
        while ((header = line(in)) != null && !header.isEmpty()) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        String target = parts[1].startsWith("http://") ? withoutHost(parts[1]) : parts[1];
        return new Request(parts[0], target, headers, body(headers, in));
    }

    private static String withoutHost(String absolute) {
        int slash = absolute.indexOf('/', "http://".length());
        return slash < 0 ? "/" : absolute.substring(slash);
    }

    private static byte[] body(Map<String, String> headers, InputStream in) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks(in);
        }
        String length = headers.getOrDefault("content-length", "0");
        return exactly(sized(length, 10), in);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            String line = line(in);
            int size = sized(line == null ? "" : line.split(";", 2)[0].strip(), 16);
            if (size == 0) {
                String trailer = line(in);
                while (trailer != null && !trailer.isEmpty()) {
                    trailer = line(in);
                }
                return body.toByteArray();
            }
            body.writeBytes(exactly(size, in));
            line(in);
        }
    }

    private static int sized(String text, int radix) throws IOException {
        try {
            int size = Integer.parseInt(text.strip(), radix);
            if (size < 0 || size > LARGEST_BODY) {
                throw new IOException("body of " + size + " bytes");
            }
            return size;
        } catch (NumberFormatException notANumber) {
            throw new IOException("not a length: " + text, notANumber);
        }
    }

    private static byte[] exactly(int length, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the request ended early");
        }
        return bytes;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream(128);
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                return bytes.size() == 0 ? null : bytes.toString(StandardCharsets.ISO_8859_1);
            }
            if (next != '\r') {
                bytes.write(next);
            }
            if (bytes.size() > LONGEST_LINE) {
                throw new IOException("a line of the request is too long");
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
