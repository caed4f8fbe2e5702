package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields that records have, and those that writes take: Stripe has no request that tells them. */
final class Catalogue {

    /**
     * One parameter of a write.
     *
     * @param type what its value is
     * @param creates whether a new record takes it
     * @param changes whether a record that is there takes it
     */
    record Param(FieldType type, boolean creates, boolean changes) {}

    private static final Map<String, Map<String, Param>> WRITABLE = writable();

    private static final List<StreamSpec> STREAMS = streams();

    private Catalogue() {}

    static List<StreamSpec> all() {
        return STREAMS;
    }

    static Optional<StreamSpec> find(String name) {
        return STREAMS.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }

    /** What can be written to a stream, by the parameters' names with dots in them; empty where nothing can. */
    static Map<String, Param> params(String stream) {
        return WRITABLE.getOrDefault(stream, Map.of());
    }

    static List<String> writableStreams() {
        return List.copyOf(WRITABLE.keySet());
    }

    private static List<StreamSpec> streams() {
        Map<String, String> fields = lines("fields.txt");
        return Kinds.ALL.stream()
                .map(kind -> {
                    Map<String, Param> params = params(kind.name());
                    List<Field> all = Stream.of(words(fields, kind.name()))
                            .map(word -> word.split(":", -1))
                            .map(part -> new Field(part[0], type(part[1]), "", params.containsKey(part[0])))
                            .toList();
                    return new StreamSpec(
                            kind.name(),
                            all,
                            key(kind),
                            kind.cursor(),
                            Optional.empty(),
                            kind.seesDeletes(),
                            kind.silent());
                })
                .toList();
    }

    /** A line of an invoice was named after its subscription once, and a balance transaction is one payout's. */
    private static List<String> key(Kind kind) {
        return kind.nest()
                .filter(nest -> !kind.own() && !kind.name().equals("subscription_items"))
                .map(nest -> List.of(nest.field(), "id"))
                .orElse(List.of("id"));
    }

    private static Map<String, Map<String, Param>> writable() {
        Map<String, Map<String, Param>> all = new LinkedHashMap<>();
        Map<String, String> lines = lines("writable.txt");
        for (String stream : lines.keySet()) {
            Map<String, Param> params = new LinkedHashMap<>();
            for (String word : words(lines, stream)) {
                String[] part = word.split(":", -1);
                params.put(part[0], new Param(type(part[1]), part[2].contains("c"), part[2].contains("u")));
            }
            all.put(stream, params);
        }
        return all;
    }

    private static String[] words(Map<String, String> lines, String stream) {
        String line = lines.get(stream);
        if (line == null) {
            throw new IllegalStateException("the catalogue has no line for " + stream);
        }
        return line.split(" ", -1);
    }

    private static FieldType type(String word) {
        return FieldType.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Map<String, String> lines(String file) {
        try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + file);
            }
            Map<String, String> lines = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int space = line.indexOf(' ');
                lines.put(line.substring(0, space), line.substring(space + 1));
            });
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
