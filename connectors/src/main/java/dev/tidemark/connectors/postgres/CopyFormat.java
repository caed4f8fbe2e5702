package dev.tidemark.connectors.postgres;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The frame of binary COPY (<a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>). */
final class CopyFormat {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    private CopyFormat() {}

    static String statement(String table, List<String> columns) {
        return "COPY " + table + " (" + Names.list(columns) + ") FROM STDIN (FORMAT binary)";
    }

    static void header(Bytes to) {
        to.bytes(SIGNATURE, 0, SIGNATURE.length);
        to.int4(0); // flags
        to.int4(0); // no extension
    }

    static void trailer(Bytes to) {
        to.int2(-1);
    }
}
