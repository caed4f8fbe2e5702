package dev.tidemark.connectors.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HarbourTidesTest extends SourceContract {

    private static final int HEIGHTS = 7;

    @Override
    protected SourceConnector connector() {
        return new HarbourTides();
    }

    @Override
    protected Step api() {
        return request -> Step.json(200, page(after(request))).answer(request);
    }

    private static int after(HttpRequest request) {
        String after = request.uri().getQuery().replaceFirst(".*after=", "");
        return after.isEmpty() ? 0 : Integer.parseInt(after);
    }

    private static String page(int after) {
        int last = Math.min(after + 3, HEIGHTS);
        String next = last < HEIGHTS ? ", \"next\": \"" + last + "\"" : "";
        return IntStream.rangeClosed(after + 1, last)
                .mapToObj(i -> "{\"id\": \"h" + i + "\", \"metres\": " + i + ".25, \"measured_at\": \"2026-11-21T0" + i
                        + ":00:00Z\"}")
                .collect(Collectors.joining(", ", "{\"heights\": [", "]" + next + "}"));
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("url", "https://harbour.example");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("key", "salt-water");
    }

    @Override
    protected String stream() {
        return "heights";
    }

    @Override
    protected int records() {
        return HEIGHTS;
    }

    @Test
    void the_guide_shows_this_connector_and_it_is_short() throws IOException {
        String code = Files.readString(Path.of("src/test/java/dev/tidemark/connectors/example/HarbourTides.java"));
        String guide = Files.readString(Path.of("../docs/writing-a-connector.md"));
        assertThat(code.lines()).hasSizeLessThan(100);
        assertThat(guide).contains("```java\n" + code + "```\n");
    }
}
