package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connectors.manifest.stream.Dynamic;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.List;
import java.util.Optional;

/**
 * Which stream of a manifest a token or a page is of, besides its name.
 *
 * @param dynamic the number of the dynamic stream that only the API knows, and its values; empty for any other
 * @param variant by which variant of the stream it is read
 */
record Chosen(Optional<List<Object>> dynamic, int variant) {

    private static final String END = ":";
    private static final String DYNAMIC = "d";
    private static final String DYNAMIC_END = "\n";

    /** A place in a stream. */
    record At(Chosen chosen, String position) {}

    static Chosen written(int variant) {
        return new Chosen(Optional.empty(), variant);
    }

    static Chosen of(int number, Dynamic.Values values, int variant) {
        return new Chosen(Optional.of(List.of((long) number, values.components(), values.slice())), variant);
    }

    String token(String position) {
        return dynamic.map(d -> DYNAMIC + variant + END + Json.write(d) + DYNAMIC_END)
                        .orElse(variant + END)
                + position;
    }

    /** @throws IllegalArgumentException where it is none */
    static At at(String token) {
        boolean isDynamic = token.startsWith(DYNAMIC);
        int end = token.indexOf(END);
        if (end < 1) {
            throw new IllegalArgumentException("no token of a manifest's stream");
        }
        int variant = Integer.parseInt(token.substring(isDynamic ? 1 : 0, end));
        if (!isDynamic) {
            return new At(written(variant), token.substring(end + 1));
        }
        int line = token.indexOf(DYNAMIC_END);
        if (line < 0 || !(Json.read(token.substring(end + 1, line)) instanceof List<?> list)) {
            throw new IllegalArgumentException("no token of a manifest's stream");
        }
        return new At(
                new Chosen(Optional.of(List.copyOf(list)), variant), token.substring(line + DYNAMIC_END.length()));
    }

    /** The number of the dynamic stream. */
    static int number(List<?> dynamic) {
        if (dynamic.size() == 3 && dynamic.getFirst() instanceof Long number) {
            return number.intValue();
        }
        throw new IllegalArgumentException("no dynamic stream");
    }

    static Dynamic.Values values(List<?> dynamic) {
        return Dynamic.Values.of(dynamic.subList(1, dynamic.size()));
    }
}
