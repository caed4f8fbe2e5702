package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connectors.manifest.tree.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A page as it is archived: a line of JSON that says what it was asked for, its length in the format, and then the answer as
 * it came.
 *
 * @param context what its records hang on; empty for a page that has none
 * @param dynamic of which dynamic stream it is, and by which values; empty for one that the manifest or the settings name
 * @param variant by which variant of the stream it was read
 * @param config the settings without secrets
 * @param from where the answer begins
 */
record Archived(
        Optional<Map<?, ?>> context, Optional<List<?>> dynamic, int variant, Map<Object, Object> config, int from) {

    private static final String FORMAT = "manifest;1;";

    static RawPage page(
            Optional<String> context,
            Optional<List<Object>> dynamic,
            int variant,
            Map<Object, Object> config,
            byte[] answer) {
        if (context.isEmpty()) {
            byte[] nothing = "{}\n".getBytes(StandardCharsets.UTF_8);
            return new RawPage(FORMAT + nothing.length, nothing);
        }
        String line = "{\"variant\":" + variant
                + dynamic.map(d -> ",\"dynamic\":" + Json.write(d)).orElse("") + ",\"page\":" + context.get()
                + ",\"config\":" + Json.write(config) + "}\n";
        byte[] head = line.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream(head.length + answer.length);
        body.writeBytes(head);
        body.writeBytes(answer);
        return new RawPage(FORMAT + body.size(), body.toByteArray());
    }

    static Archived of(RawPage page) throws BadPage {
        byte[] body = page.body();
        if (!page.format().equals(FORMAT + body.length)) {
            throw new BadPage("a page of " + body.length + " bytes, where its format says " + page.format());
        }
        int end = 0;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        try {
            Object head = Json.read(Arrays.copyOf(body, end));
            if (!(head instanceof Map<?, ?> map)) {
                throw new BadPage("no page of a manifest");
            }
            return new Archived(
                    map.get("page") instanceof Map<?, ?> context ? Optional.of(context) : Optional.empty(),
                    map.get("dynamic") instanceof List<?> dynamic ? Optional.of(dynamic) : Optional.empty(),
                    map.get("variant") instanceof Long variant ? variant.intValue() : 0,
                    config(map),
                    end + 1);
        } catch (JacksonException e) {
            throw new BadPage("no page of a manifest", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> config(Map<?, ?> map) {
        return map.get("config") instanceof Map<?, ?> config ? (Map<Object, Object>) config : Map.of();
    }
}
