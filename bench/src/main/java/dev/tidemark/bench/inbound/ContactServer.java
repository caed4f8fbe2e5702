package dev.tidemark.bench.inbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API that answers pages of contacts: {@code /contacts?size=1000&after=0}, and with {@code changed=1} only those that
 * changed. Each page tells its {@code total} and the address of the {@code next}, null after the last.
 */
final class ContactServer {

    private static final Pattern LINE =
            Pattern.compile("GET /contacts\\?size=(\\d+)&after=(\\d+)(&changed=1)? HTTP/1.1");

    private final ContactFile all;
    private final ContactFile changed;

    private ContactServer(ContactFile all, ContactFile changed) {
        this.all = all;
        this.changed = changed;
    }

    /** Prints its port when all records are made, and ends when its standard input does. */
    static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int records = Integer.parseInt(args[1]);
        try (ContactFile all = ContactFile.all(folder, records);
                ContactFile changed = ContactFile.changed(folder, records);
                ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            ContactServer server = new ContactServer(all, changed);
            Thread.ofPlatform().daemon().start(() -> server.accept(listener));
            IO.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
            while (IO.readln() != null) {}
        }
    }

    private void accept(ServerSocketChannel listener) {
        while (listener.isOpen()) {
            try {
                SocketChannel socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(Channels.newReader(socket, StandardCharsets.US_ASCII.newDecoder(), -1))) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(line, socket);
                while (!"".equals(in.readLine())) {} // headers tell nothing here
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private void answer(String line, SocketChannel socket) throws IOException {
        Matcher asked = LINE.matcher(line);
        if (!asked.matches()) {
            write(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "");
            return;
        }
        boolean onlyChanged = asked.group(3) != null;
        ContactFile file = onlyChanged ? changed : all;
        int size = Integer.parseInt(asked.group(1));
        int from = Math.min(Integer.parseInt(asked.group(2)), file.count());
        int to = Math.min(from + size, file.count());
        String next = to == file.count()
                ? "null"
                : "\"/contacts?size=" + size + "&after=" + to + (onlyChanged ? "&changed=1" : "") + "\"";
        String begin = "{\"total\":" + file.count() + ",\"records\":[";
        String end = "],\"next\":" + next + "}";
        long length = begin.length() + file.length(from, to) + end.length();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        write(
                socket,
                "HTTP/1.1 200 OK\r\nDate: " + date + "\r\nContent-Type: application/json\r\nContent-Length: " + length
                        + "\r\n\r\n",
                begin);
        file.send(from, to, socket);
        write(socket, "", end);
    }

    private static void write(SocketChannel socket, String head, String body) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }
}
