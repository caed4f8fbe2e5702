package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recordings in a folder and those below it. */
final class RecordedTests {

    private static final int DEEPEST = 4;

    private RecordedTests() {}

    /** @throws IOException where there is no such folder */
    static List<Path> in(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".jsonl")
                        && !name.endsWith(Expected.RECORDS)
                        && RecordedRead.of(file).isPresent()) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
