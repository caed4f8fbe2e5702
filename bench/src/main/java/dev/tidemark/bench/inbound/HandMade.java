package dev.tidemark.bench.inbound;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.tidemark.bench.http.Fetcher;
import dev.tidemark.bench.http.Fetchers;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The limit: what an engineer writes by hand for this one stream, without checkpoints, quotas, retries or rejections. Pages
 * are compressed, appended to a file and synced; rows go by COPY BINARY and commit every 50,000; keys that come twice are set
 * aside by their hash and merged at the end, after the primary key. Fetching, parsing and the database overlap.
 */
final class HandMade implements Contender {

    private static final int SLICE = 50_000;
    private static final byte[] END = new byte[0];
    private static final byte[] NEXT = "\"next\":\"".getBytes(StandardCharsets.US_ASCII);

    private final boolean durableFirst;

    /** @param durableFirst whether a page is on disk before the next one is asked for, as it is with Tidemark */
    HandMade(boolean durableFirst) {
        this.durableFirst = durableFirst;
    }

    @Override
    public String name() {
        return durableFirst ? "limit" : "limit-sync-behind";
    }

    @Override
    public Loading prepare(Setup setup) throws Exception {
        Connection connection = setup.warehouse().connect();
        connection.setAutoCommit(false);
        Fetcher fetcher = Fetchers.apache();
        return new Loading() {
            @Override
            public void everything() throws Exception {
                execute(connection, "CREATE TABLE bench.contacts (" + columns() + ")");
                RowBytes again = new RowBytes();
                again.header();
                load(setup, fetcher, setup.first(), connection, "bench.contacts", new HandParser.Keys(), again);
                execute(connection, "ALTER TABLE bench.contacts ADD PRIMARY KEY (id)");
                again.end();
                stage(connection);
                CopyIn copy = copy(connection, "stage");
                copy.writeToCopy(again.bytes(), 0, again.length());
                copy.endCopy();
                merge(connection);
                connection.commit();
            }

            @Override
            public void changes() throws Exception {
                stage(connection);
                load(setup, fetcher, setup.firstChanged(), connection, "stage", null, new RowBytes());
                merge(connection);
                connection.commit();
            }
        };
    }

    private void load(
            Setup setup,
            Fetcher fetcher,
            URI first,
            Connection connection,
            String table,
            HandParser.@Nullable Keys seen,
            RowBytes again)
            throws Exception {
        BlockingQueue<byte[]> pages = new ArrayBlockingQueue<>(4);
        BlockingQueue<byte[]> toStore = new ArrayBlockingQueue<>(4);
        FutureTask<Void> fetching = new FutureTask<>(() -> {
            try (Shelf shelf = new Shelf(setup.folder().resolve("pages.zst"))) {
                URI next = first;
                while (next != null) {
                    byte[] page = fetcher.fetch(next);
                    if (durableFirst) {
                        shelf.put(page);
                    } else {
                        toStore.put(page);
                    }
                    pages.put(page);
                    next = next(setup.api(), page);
                }
                pages.put(END);
                toStore.put(END);
            }
            return null;
        });
        FutureTask<Void> storing = new FutureTask<>(() -> {
            if (!durableFirst) {
                try (Shelf shelf = new Shelf(setup.folder().resolve("pages-behind.zst"))) {
                    for (byte[] page = toStore.take(); page.length > 0; page = toStore.take()) {
                        shelf.put(page);
                    }
                }
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(fetching);
        Thread.ofPlatform().daemon().start(storing);
        parse(pages, connection, table, new HandParser(seen), again);
        fetching.get();
        storing.get();
    }

    private static void parse(
            BlockingQueue<byte[]> pages, Connection connection, String table, HandParser parser, RowBytes again)
            throws Exception {
        RowBytes rows = new RowBytes();
        int inSlice = 0;
        int number = 0;
        CopyIn copy = copy(connection, table);
        rows.header();
        for (byte[] page = pages.take(); page.length > 0; page = pages.take()) {
            inSlice += parser.rows(page, ++number, rows, again);
            copy.writeToCopy(rows.bytes(), 0, rows.length());
            rows.clear();
            if (inSlice >= SLICE && !table.equals("stage")) {
                inSlice = 0;
                end(copy, rows);
                connection.commit();
                copy = copy(connection, table);
                rows.header();
            }
        }
        end(copy, rows);
    }

    private static void end(CopyIn copy, RowBytes rows) throws SQLException {
        rows.end();
        copy.writeToCopy(rows.bytes(), 0, rows.length());
        copy.endCopy();
        rows.clear();
    }

    private static CopyIn copy(Connection connection, String table) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
    }

    private static void stage(Connection connection) throws SQLException {
        execute(connection, "CREATE TEMP TABLE stage (" + columns() + ") ON COMMIT DROP");
    }

    /** One statement; the newest version of a key counts, and an older one never replaces a newer. */
    private static void merge(Connection connection) throws SQLException {
        String set = names(", ", "%1$s = excluded.%1$s");
        execute(
                connection,
                "INSERT INTO bench.contacts SELECT DISTINCT ON (id) * FROM stage ORDER BY id, _tidemark_version DESC"
                        + " ON CONFLICT (id) DO UPDATE SET " + set
                        + " WHERE contacts._tidemark_version < excluded._tidemark_version");
    }

    private static String names(String comma, String each) {
        return Contacts.COLUMNS.stream()
                        .map(Contacts.Column::name)
                        .map(each::formatted)
                        .collect(Collectors.joining(comma))
                + HandParser.META.stream().map(each::formatted).collect(Collectors.joining(comma, comma, ""));
    }

    private static String columns() {
        return Contacts.COLUMNS.stream().map(c -> c.name() + " " + c.kind().sql).collect(Collectors.joining(", "))
                + ", _tidemark_version timestamptz, _tidemark_synced_at timestamptz NOT NULL, _tidemark_page bigint"
                + " NOT NULL, _tidemark_deleted_at timestamptz";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The address stands at the end of each page. */
    private static @Nullable URI next(URI api, byte[] page) throws IOException {
        for (int at = page.length - NEXT.length; at > page.length - 200; at--) {
            if (java.util.Arrays.equals(page, at, at + NEXT.length, NEXT, 0, NEXT.length)) {
                int from = at + NEXT.length;
                return api.resolve(new String(page, from, page.length - 2 - from, StandardCharsets.US_ASCII));
            }
        }
        if (page[page.length - 2] == 'l') {
            return null;
        }
        throw new IOException("a page without its next");
    }

    /** Pages one after the other in one file, each on disk when {@link #put} returns. */
    private static final class Shelf implements AutoCloseable {

        private final FileChannel file;
        private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);

        Shelf(Path path) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        void put(byte[] page) throws IOException {
            ByteBuffer packed = ByteBuffer.wrap(zstd.compress(page));
            while (packed.hasRemaining()) {
                file.write(packed);
            }
            file.force(false);
        }

        @Override
        public void close() throws IOException {
            zstd.close();
            file.close();
        }
    }
}
