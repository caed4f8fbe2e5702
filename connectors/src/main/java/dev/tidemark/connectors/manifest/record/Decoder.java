package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;
import tools.jackson.core.JacksonException;

/** Turns the bytes of an answer into bodies. */
sealed interface Decoder {

    /**
     * The bodies; nothing where the answer cannot be read. An answer without items is one empty object.
     *
     * @param from where the answer begins
     */
    Optional<List<Object>> bodies(byte[] answer, int from);

    /** Whether pages can follow an answer of this kind. */
    default boolean allowsPages() {
        return false;
    }

    static Decoder of(Node retriever) {
        return retriever.child("decoder").map(Decoder::read).orElseGet(OfJson::new);
    }

    private static Decoder read(Node node) {
        return switch (node.type()) {
            case "JsonDecoder" -> new OfJson();
            case "JsonlDecoder" -> new OfJsonLines();
            case "IterableDecoder" -> new OfLines();
            case "XmlDecoder" -> new OfXml();
            case "CsvDecoder" -> csv(node);
            case "ZipfileDecoder" ->
                new OfZip(node.needChild("decoder").map(Decoder::read).orElseGet(OfJson::new));
            case "CompositeRawDecoder" ->
                node.needChild("parser").map(Decoder::parser).orElseGet(OfJson::new);
            case "GzipDecoder" ->
                new OfGzip(node.needChild("decoder").map(Decoder::read).orElseGet(OfJson::new));
            default -> {
                node.refuse();
                yield new OfJson();
            }
        };
    }

    /** As decoders were written before each had a name of its own. */
    private static Decoder parser(Node node) {
        return switch (node.type()) {
            case "JsonParser" -> new OfJson();
            case "JsonLineParser" -> new OfJsonLines();
            case "CsvParser" -> csv(node);
            case "GzipParser" ->
                new OfGzip(node.needChild("inner_parser").map(Decoder::parser).orElseGet(OfJson::new));
            default -> {
                node.refuse();
                yield new OfJson();
            }
        };
    }

    private static Decoder csv(Node node) {
        return new OfCsv(
                node.text("delimiter").map(d -> d.equals("\\t") ? "\t" : d).orElse(","),
                charset(node),
                Set.copyOf(node.texts("set_values_to_none")));
    }

    private static Charset charset(Node node) {
        String name = node.text("encoding").orElse("utf-8");
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            node.problem("'encoding' " + name + " is none that is known");
            return StandardCharsets.UTF_8;
        }
    }

    /** One body, or, where the answer is a list, one for each of its items. */
    record OfJson() implements Decoder {
        @Override
        public Optional<List<Object>> bodies(byte[] answer, int from) {
            Object value;
            try {
                value = Json.read(answer, from);
            } catch (JacksonException e) {
                return Optional.empty();
            }
            return Optional.of(value instanceof List<?> list ? orNothing(List.copyOf(list)) : List.of(value));
        }

        @Override
        public boolean allowsPages() {
            return true;
        }
    }

    /** A body a line; a line that is no JSON costs that line only. */
    record OfJsonLines() implements Decoder {
        @Override
        public Optional<List<Object>> bodies(byte[] answer, int from) {
            List<Object> bodies = new ArrayList<>();
            lines(answer, from, StandardCharsets.UTF_8).forEach(line -> {
                try {
                    bodies.add(Json.read(line));
                } catch (JacksonException e) {
                    // left out
                }
            });
            return Optional.of(orNothing(bodies));
        }
    }

    /** A body a line, as text in a field of its own. */
    record OfLines() implements Decoder {
        @Override
        public Optional<List<Object>> bodies(byte[] answer, int from) {
            List<Object> bodies = new ArrayList<>();
            lines(answer, from, StandardCharsets.UTF_8).forEach(line -> {
                Map<Object, Object> body = new LinkedHashMap<>();
                body.put("record", line);
                bodies.add(body);
            });
            return Optional.of(orNothing(bodies));
        }
    }

    /** One body. */
    record OfXml() implements Decoder {
        @Override
        public Optional<List<Object>> bodies(byte[] answer, int from) {
            try {
                return Optional.of(List.of(Xml.read(answer, from)));
            } catch (XMLStreamException e) {
                return Optional.empty();
            }
        }

        @Override
        public boolean allowsPages() {
            return true;
        }
    }

    /**
     * A body a row, by the names in the first; every value is a text.
     *
     * @param nothing the texts that stand for null
     */
    record OfCsv(String delimiter, Charset charset, Set<String> nothing) implements Decoder {
        @Override
        public Optional<List<Object>> bodies(byte[] answer, int from) {
            String text = new String(answer, from, answer.length - from, charset);
            return Optional.of(orNothing(List.copyOf(Csv.rows(text, delimiter, nothing))));
        }
    }

    /** What is packed; an answer that is not, as it is. */
    record OfGzip(Decoder inner) implements Decoder {

        private static final int MOST_BYTES = 1 << 30;

        @Override
        public Optional<List<Object>> bodies(byte[] answer, int from) {
            boolean isPacked =
                    answer.length - from > 2 && (answer[from] & 0xff) == 0x1f && (answer[from + 1] & 0xff) == 0x8b;
            if (!isPacked) {
                return inner.bodies(answer, from);
            }
            try (GZIPInputStream packed =
                    new GZIPInputStream(new ByteArrayInputStream(answer, from, answer.length - from))) {
                byte[] open = packed.readNBytes(MOST_BYTES);
                return packed.read() < 0 ? inner.bodies(open, 0) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /** The files that are packed, one after the other. */
    record OfZip(Decoder inner) implements Decoder {

        private static final int MOST_BYTES = 1 << 30;

        @Override
        public Optional<List<Object>> bodies(byte[] answer, int from) {
            List<Object> bodies = new ArrayList<>();
            long left = MOST_BYTES;
            boolean isZip = false;
            try (ZipInputStream packed =
                    new ZipInputStream(new ByteArrayInputStream(answer, from, answer.length - from))) {
                for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
                    isZip = true;
                    if (entry.isDirectory()) {
                        continue;
                    }
                    byte[] open = packed.readNBytes((int) left);
                    left -= open.length;
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    Optional<List<Object>> found = inner.bodies(open, 0);
                    if (found.isEmpty()) {
                        return found;
                    }
                    bodies.addAll(found.get());
                }
            } catch (IOException e) {
                return Optional.empty();
            }
            return isZip ? Optional.of(orNothing(bodies)) : Optional.empty();
        }
    }

    private static List<Object> orNothing(List<Object> bodies) {
        return bodies.isEmpty() ? List.of(new LinkedHashMap<>()) : bodies;
    }

    private static List<String> lines(byte[] answer, int from, Charset charset) {
        return Arrays.stream(new String(answer, from, answer.length - from, charset).split("\\R", -1))
                .filter(line -> !line.isBlank())
                .toList();
    }
}
