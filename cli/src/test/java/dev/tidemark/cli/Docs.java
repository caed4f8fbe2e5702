package dev.tidemark.cli;

import java.nio.file.Path;

/** Where the pages are. */
final class Docs {

    static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");

    private Docs() {}
}
