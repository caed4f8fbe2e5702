package dev.tidemark.connectors.manifest.load;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;

/** Reads the text of a manifest, YAML or JSON. Dates stay texts. */
final class ManifestText {

    static final int MAX_BYTES = 64 << 20;

    private ManifestText() {}

    static Map<Object, Object> read(String text) throws BadManifest {
        Object tree = text.stripLeading().startsWith("{") ? json(text) : yaml(text);
        if (tree instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<Object, Object> fields = (Map<Object, Object>) map;
            return fields;
        }
        throw new BadManifest("a manifest is a map of fields; this is none");
    }

    private static Object json(String text) throws BadManifest {
        try {
            return Json.read(text);
        } catch (JacksonException e) {
            throw new BadManifest("not valid JSON: " + e.getOriginalMessage());
        }
    }

    static Object value(String text) {
        try {
            return yaml(text);
        } catch (BadManifest e) {
            return text;
        }
    }

    private static Object yaml(String text) throws BadManifest {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(MAX_BYTES)
                // One that the text does not fill: where a full one ends between two halves of a character, the parser
                // fails.
                .setBufferSize(text.length() + 2)
                .setMaxAliasesForCollections(10_000)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            return plain(new Load(settings).loadFromString(text));
        } catch (YamlEngineException e) {
            throw new BadManifest("not valid YAML: " + e.getMessage());
        }
    }

    private static Object plain(@Nullable Object read) {
        return switch (read) {
            case null -> None.NONE;
            case Integer number -> number.longValue();
            case Map<?, ?> map -> {
                Map<Object, Object> fields = new LinkedHashMap<>();
                map.forEach((k, v) -> fields.put(plain(k), plain(v)));
                yield fields;
            }
            case List<?> list -> {
                List<Object> items = new ArrayList<>();
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            default -> read;
        };
    }
}
