package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.manifest.request.Call;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes every exchange into a file, a line each. A line is written when the next begins: by then its tokens are known. */
final class Recording implements Carrier, AutoCloseable {

    private record Held(Call call, HttpAnswer answer, boolean isSignIn) {}

    private final Carrier inner;
    private final Discretion discretion;
    private final Writer out;
    private @Nullable Held held;

    Recording(Path file, Carrier inner, Discretion discretion) throws IOException {
        this.inner = inner;
        this.discretion = discretion;
        Files.createDirectories(file.resolveSibling(""));
        this.out = Files.newBufferedWriter(file);
    }

    /** The first line: what is read. */
    void begin(RecordedRead read) {
        try {
            out.write(discretion.text(read.line()) + "\n");
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public HttpAnswer send(Call call, boolean isSignIn) throws HttpFailed {
        flush();
        HttpAnswer answer = inner.send(call, isSignIn);
        held = new Held(call, answer, isSignIn);
        return answer;
    }

    private void flush() {
        Held last = held;
        held = null;
        try {
            if (last != null) {
                out.write(Exchange.line(last.call, last.answer, last.isSignIn, discretion) + "\n");
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static Refusal unwritable(IOException e) {
        return new Refusal(
                Exit.FAILED,
                "connector.not_recorded",
                "the recording cannot be written: " + e.getMessage(),
                "See that there is room on the disk, or name another file with --record");
    }

    @Override
    public void close() {
        flush();
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
