package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That each benchmark runs, and that its contenders bring the same rows; how quick they are is not asked here. */
class BenchIT {

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource({
        "http, --pages=3 --bytes=1000, Apache 5 classic",
        "inbound, --records=3000 --sizes=1000, tidemark @1000",
        "incremental, --records=3000, spring-batch @1000",
        "scheduler, --syncs=1000, tidemark",
        "queue, --jobs=200, db-scheduler",
        "manifest, --pages=2, plain",
        "start, '', all",
    })
    void each_benchmark_runs_when_it_is_small(String name, String options, String contender) throws Exception {
        List<String> words = new ArrayList<>(List.of(name, "--repeats=1", "--folder=" + folder));
        words.addAll(List.of(options.split(" ", -1)));
        words.removeIf(String::isEmpty);
        Benchmark benchmark = Bench.ALL.stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .orElseThrow();
        Report report = benchmark.run(Options.parse(words.toArray(String[]::new)));
        assertThat(report.rows()).anySatisfy(row -> assertThat(row.getFirst()).isEqualTo(contender));
        assertThat(report.rows()).allSatisfy(row -> assertThat(row.get(1)).isNotEmpty());
    }

    @Test
    void every_benchmark_is_tried_above() {
        assertThat(Bench.ALL)
                .extracting(Benchmark::name)
                .containsExactlyInAnyOrder("http", "inbound", "incremental", "scheduler", "queue", "manifest", "start");
    }
}
