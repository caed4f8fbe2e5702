package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the documentation is right. One that is a part of a file stands below the usual beginning. */
class DocumentationTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String BEGINNING = """
            workspace: acme
            sources:
              salesforce: { connector: salesforce, client_id: a, client_secret: "${env:SF}" }
            """;

    static Stream<String> examples() throws IOException {
        return Stream.of("workspace-file.md", "secrets.md").flatMap(DocumentationTest::examplesOf);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_read_without_a_word(String example) {
        String whole = example.startsWith("workspace:") ? example : BEGINNING + example;
        assertThat(WorkspaceFiles.parse("example", whole, Catalogs.STANDARD).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_fits_the_schema(String example) {
        String whole = example.startsWith("workspace:") ? example : BEGINNING + example;
        assertThat(SchemaTest.errors(whole)).isEmpty();
    }

    private static Stream<String> examplesOf(String page) {
        try {
            String text = Files.readString(Path.of("../docs", page));
            return EXAMPLE.matcher(text).results().map((MatchResult found) -> found.group(1)).toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
