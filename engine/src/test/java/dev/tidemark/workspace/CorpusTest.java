package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.workspace.WorkspaceFiles.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are right and files that are wrong. A wrong one lists what must be said of it in comments at its end:
 * {@code # line:column message | hint}, where {@code *} stands for any words.
 */
class CorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/dev/tidemark/workspace");
    private static final Pattern EXPECTED = Pattern.compile("# \\d+:\\d+ .*");

    static Stream<Path> good() throws IOException {
        return files("good");
    }

    static Stream<Path> bad() throws IOException {
        return files("bad");
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_file_is_read_without_a_word(Path file) throws IOException {
        Loaded loaded = WorkspaceFiles.parse("x.yaml", Files.readString(file), Catalogs.STANDARD);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.files()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void of_a_bad_file_every_mistake_is_told_with_its_place(Path file) throws IOException {
        String text = Files.readString(file);
        Loaded loaded = WorkspaceFiles.parse("x.yaml", text, Catalogs.STANDARD);
        String told = loaded.problems().stream()
                .map(p -> p.line() + ":" + p.column() + " " + p.message() + " | " + p.hint())
                .collect(Collectors.joining("\n"));
        String expected = text.lines()
                .filter(line -> EXPECTED.matcher(line).matches())
                .map(line -> Pattern.quote(line.substring(2)).replace("*", "\\E.*\\Q"))
                .collect(Collectors.joining("\n"));
        assertThat(expected).isNotEmpty();
        assertThat(told).matches(expected);
        assertThat(loaded.files()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void no_problem_shows_a_secret(Path file) throws IOException {
        List<Problem> problems = WorkspaceFiles.parse("x.yaml", Files.readString(file), Catalogs.STANDARD)
                .problems();
        assertThat(problems).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.show()).doesNotContain("hunter2");
            assertThat(problem.toString()).doesNotContain("hunter2");
        });
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            return files.sorted().toList().stream();
        }
    }
}
