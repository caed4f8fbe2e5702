package dev.tidemark.cli;

/** What the program's exit code says; documented in docs/cli.md. */
final class Exit {

    static final int OK = 0;
    /** Something failed: a run, a check, the command. */
    static final int FAILED = 1;
    /** A wrong command line, or a wrong workspace file. */
    static final int USAGE = 2;
    /** Under {@code --strict}: all runs ended, and some rows were rejected. */
    static final int REJECTED = 3;
    /** The store cannot be reached, or another engine on it disagrees. */
    static final int STORE = 4;
    /** Stopped by Ctrl-C. */
    static final int INTERRUPTED = 130;

    private Exit() {}
}
