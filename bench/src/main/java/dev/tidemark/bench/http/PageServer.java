package dev.tidemark.bench.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Answers every request with the same page, over kept connections, as cheaply as a server in Java can. */
final class PageServer {

    private PageServer() {}

    /** Prints its port, and ends when its standard input does. */
    static void main(String[] args) throws IOException {
        byte[] body = body(Integer.parseInt(args[0]));
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            IO.println(listener.getLocalPort());
            Thread.ofPlatform().daemon().start(() -> accept(listener, head, body));
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void accept(ServerSocket listener, byte[] head, byte[] body) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket, head, body));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket socket, byte[] head, byte[] body) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1024);
            while (readHead(in)) {
                out.write(head);
                out.write(body);
                out.flush();
            }
        } catch (IOException e) {
            // The client went away: nothing is lost, each fetch checks its own bytes.
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        int ends = 0;
        while (ends < 4) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : b == '\r' ? 1 : 0;
        }
        return true;
    }

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        Random letters = new Random(1);
        for (int i = 0; i < length; i++) {
            body[i] = (byte) ('a' + letters.nextInt(26));
        }
        return body;
    }
}
