package dev.tidemark.bench;

/** One question, answered by measuring. */
public interface Benchmark {

    String name();

    /** What it measures and its options, in a line. */
    String about();

    Report run(Options options) throws Exception;
}
