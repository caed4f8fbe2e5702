package dev.tidemark.connectors.manifest.stream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The answer to a page's request with some of a stream's properties, kept until the others have come.
 *
 * @param answer packed, and written as text
 */
record PropertyChunk(List<String> properties, String answer) {

    private static final int MOST_BYTES = 1 << 28;

    PropertyChunk {
        properties = List.copyOf(properties);
    }

    static PropertyChunk of(List<String> properties, byte[] answer) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PropertyChunk(properties, Base64.getEncoder().encodeToString(packed.toByteArray()));
    }

    /** The answer as it came. An empty one is that to a refusal that is passed over. */
    byte[] open() {
        byte[] packed = Base64.getDecoder().decode(answer);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw new IllegalArgumentException("no answer of a page's request", e);
        }
    }
}
