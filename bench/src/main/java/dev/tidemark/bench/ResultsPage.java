package dev.tidemark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of results: a section a benchmark, each replaced as a whole by its next measurement. */
final class ResultsPage {

    private static final String HEAD = """
            # What it costs

            Every table is written by the command beside it. Ratios compare figures of the same run only: repeats are
            interleaved, figures are medians with the lowest and the highest in brackets, and every figure of Tidemark is of
            its default configuration: archive, metadata columns, checkpoints and fsync on.
            """;

    private ResultsPage() {}

    static void write(Path page, String name, Report report) throws IOException {
        String text = Files.exists(page) ? Files.readString(page) : HEAD;
        String begin = "<!-- bench " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        String section = begin + report.markdown() + end;
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        Files.writeString(
                page,
                from < 0
                        ? text.stripTrailing() + "\n\n" + section
                        : text.substring(0, from) + section + text.substring(to + end.length()));
    }
}
