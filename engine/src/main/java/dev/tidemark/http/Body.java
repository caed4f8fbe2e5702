package dev.tidemark.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer's body to its end, into one array, within a bound. The stream is closed only then: closing it early reads
 * all that is left, however much that is.
 */
final class Body {

    private static final byte[] NONE = new byte[0];
    private static final int FIRST = 64 << 10;
    private static final int GZIP_BUFFER = 32 << 10;

    private Body() {}

    /**
     * @param most bytes it may have, decompressed
     * @param mustBeWhole whether an end that the server only shows by closing is refused, because a cut is not told from it
     */
    static byte[] read(@Nullable HttpEntity entity, int most, boolean mustBeWhole) throws IOException {
        if (entity == null) {
            return NONE;
        }
        String encoding = entity.getContentEncoding();
        if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
            if (mustBeWhole && entity.getContentLength() < 0 && !entity.isChunked()) {
                throw new BadAnswer("the answer has no length, so that a cut one could not be told from a whole one");
            }
            return plain(entity, most);
        }
        if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
            return gzip(entity, most);
        }
        throw new BadAnswer("the answer is encoded in a way that was not asked for");
    }

    private static byte[] plain(HttpEntity entity, int most) throws IOException {
        long length = entity.getContentLength();
        if (length > most) {
            throw tooBig(most);
        }
        InputStream in = entity.getContent();
        byte[] body;
        if (length < 0) {
            body = all(in, FIRST, most);
        } else {
            body = new byte[(int) length];
            if (in.readNBytes(body, 0, body.length) < body.length) {
                throw new BadAnswer("the answer was cut off");
            }
        }
        in.close();
        return body;
    }

    private static byte[] gzip(HttpEntity entity, int most) throws IOException {
        int guess = Math.clamp(entity.getContentLength() * 8, FIRST, Math.max(FIRST, most));
        InputStream in = entity.getContent();
        byte[] body = all(new GZIPInputStream(in, GZIP_BUFFER), guess, most);
        // The trailer is checked; what frames it must have ended as well.
        if (in.read() >= 0) {
            throw new BadAnswer("the answer goes on after its compressed body");
        }
        in.close();
        return body;
    }

    /** Everything, through an array that doubles, so that no more than the bound is ever held. */
    private static byte[] all(InputStream in, int first, int most) throws IOException {
        byte[] body = new byte[Math.min(first, most)];
        int length = 0;
        while (true) {
            int read = in.read(body, length, body.length - length);
            if (read < 0) {
                return length == body.length ? body : Arrays.copyOf(body, length);
            }
            length += read;
            if (length == body.length) {
                int next = in.read();
                if (next < 0) {
                    return body;
                }
                if (length == most) {
                    throw tooBig(most);
                }
                body = Arrays.copyOf(body, (int) Math.min(most, body.length * 2L));
                body[length++] = (byte) next;
            }
        }
    }

    private static BadAnswer tooBig(int most) {
        String bound = most >= 1 << 20 ? (most >> 20) + " MiB" : most + " bytes";
        return new BadAnswer("the answer is larger than " + bound + ", the most that is accepted");
    }

    /** An answer that came, and cannot be taken. */
    static final class BadAnswer extends IOException {
        BadAnswer(String message) {
            super(message);
        }
    }
}
