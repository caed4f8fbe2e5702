package dev.tidemark.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another process that uses a server: opens it, and closes it when its standard input ends. */
final class ChildUser implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    private ChildUser(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    static void main(String[] words) throws IOException {
        try (var server = EmbeddedPostgres.open(Path.of(words[0]), EmbeddedPostgres.Options.forTests())) {
            IO.println("port " + server.store().port());
            System.in.transferTo(System.err);
        }
        IO.println("left");
    }

    static ChildUser start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildUser.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ChildUser(process);
    }

    /** Waits until it uses the server, and answers the server's port. */
    int port() throws IOException {
        return Integer.parseInt(line().substring("port ".length()));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void leave() throws IOException {
        process.getOutputStream().close();
        if (!line().equals("left")) {
            throw new IOException("did not leave");
        }
    }

    private String line() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the child ended");
        }
        return line;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
            said.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
