package dev.tidemark.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to each connection what it is told, so that it can do what no server should. */
final class RawServer implements AutoCloseable {

    /** One connection, in the hands of the script. */
    final class Talk {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final int number;

        private Talk(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** Which connection to the server this is, from 1. */
        int number() {
            return number;
        }

        /** Reads a request with its body; its text is kept in {@link RawServer#requests}. */
        String request() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    throw new SocketException("no request");
                }
                head.append((char) b);
            }
            int at = head.toString().toLowerCase(Locale.ROOT).indexOf("content-length: ");
            if (at >= 0) {
                int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
                head.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            }
            requests.add(head.toString());
            return head.toString();
        }

        Talk say(String text) throws IOException {
            return say(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Talk say(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        void ok(String body) throws IOException {
            say("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        void redirect(int status, String to) throws IOException {
            say("HTTP/1.1 " + status + " Moved\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
        }

        /** Waits until the other side has gone. */
        void untilClosed() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Breaks the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    interface Script {
        void play(Talk talk) throws IOException;
    }

    private final ServerSocket listener;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    RawServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    RawServer(ServerSocket listener, Script script) {
        this.listener = listener;
        Thread.ofVirtual().start(() -> accept(script));
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> play(socket, script));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void play(Socket socket, Script script) {
        try (socket) {
            script.play(new Talk(socket, connections.incrementAndGet()));
        } catch (IOException e) {
            // The client went away, which each test judges by what the client says.
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
