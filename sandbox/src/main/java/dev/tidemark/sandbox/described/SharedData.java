package dev.tidemark.sandbox.described;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Vendors' descriptions of their APIs and recordings of them, in the folder that {@code TIDEMARK_SHARED_DATA} names. They may not
 * be handed on: where there is none, a test that asks for them is skipped.
 */
public final class SharedData {
    private static final JsonMapper JSON = new JsonMapper();

    private SharedData() {}

    /**
     * The text of a description; empty where there is no such data.
     *
     * @param file in {@code openapi.tar.xz}, such as {@code vendor/file.yaml}
     */
    public static Optional<String> description(String file) throws InterruptedException {
        return unpacked("openapi.tar.xz", "openapi/" + file);
    }

    /** Recorded exchanges: {@code method, path, params, body, status, response, date}; empty where there is no such data. */
    public static Optional<List<JsonNode>> recordings(String vendor) throws InterruptedException {
        return unpacked("recordings.tar.xz", "recordings/" + vendor + ".jsonl")
                .map(text -> text.lines().map(JSON::readTree).toList());
    }

    private static Optional<String> unpacked(String archive, String file) throws InterruptedException {
        String folder = System.getenv("TIDEMARK_SHARED_DATA");
        if (folder == null || !Files.exists(Path.of(folder, archive))) {
            return Optional.empty();
        }
        try {
            Process tar = new ProcessBuilder(
                            "tar", "-xJOf", Path.of(folder, archive).toString(), file)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tar.waitFor() != 0) {
                throw new IllegalStateException(archive + " has no " + file);
            }
            return Optional.of(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
