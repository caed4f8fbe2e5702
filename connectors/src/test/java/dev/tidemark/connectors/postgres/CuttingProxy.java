package dev.tidemark.connectors.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Stands between a client and PostgreSQL, and cuts the connection around a COMMIT. Serves one connection. */
final class CuttingProxy implements AutoCloseable {

    /** When the connection is cut. */
    enum Cut {
        /** The server never sees the COMMIT. */
        BEFORE_THE_COMMIT,
        /** The server has committed, and the client never hears. */
        BEFORE_THE_ANSWER
    }

    private static final String COMMIT = "COMMIT";

    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int server;
    private volatile @Nullable Cut cut;
    private volatile boolean committing;

    CuttingProxy(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    void cutAtNextCommit(Cut when) {
        cut = when;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void serve() {
        try (Socket client = door.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
            Thread answers = Thread.ofVirtual().start(() -> pump(behind, client, false));
            pump(client, behind, true);
            // The server's answer to what it was sent is awaited, so that it has surely committed.
            answers.join();
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    private void pump(Socket from, Socket to, boolean towardsServer) {
        byte[] piece = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (towardsServer && cut != null && holdsCommit(piece, count)) {
                    if (cut == Cut.BEFORE_THE_COMMIT) {
                        break;
                    }
                    committing = true;
                }
                if (!towardsServer && committing) {
                    break;
                }
                out.write(piece, 0, count);
            }
        } catch (IOException e) {
            // One side has gone: so goes the other.
        }
        close(from);
        close(to);
    }

    private static boolean holdsCommit(byte[] piece, int count) {
        return new String(piece, 0, count, StandardCharsets.ISO_8859_1).contains(COMMIT);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
