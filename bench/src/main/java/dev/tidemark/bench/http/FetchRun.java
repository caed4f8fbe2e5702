package dev.tidemark.bench.http;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Fetches pages with one client in a process of its own: once to warm up, and once more for each line it is told. */
final class FetchRun {

    private FetchRun() {}

    static void main(String[] args) throws Exception {
        Callable<Fetcher> make = Objects.requireNonNull(Fetchers.ALL.get(args[0]));
        URI uri = URI.create(args[1]);
        int pages = Integer.parseInt(args[2]);
        Fetcher fetcher = make.call();
        fetch(fetcher, uri, pages / 5 + 1);
        IO.println("ready");
        while (IO.readln() != null) {
            long from = System.nanoTime();
            long bytes = fetch(fetcher, uri, pages);
            IO.println((System.nanoTime() - from) / 1e9 + " " + bytes);
        }
        System.exit(0);
    }

    /** On a virtual thread, as the engine does. */
    private static long fetch(Fetcher fetcher, URI uri, int pages) throws Exception {
        var all = new FutureTask<>(() -> {
            long bytes = 0;
            for (int i = 0; i < pages; i++) {
                bytes += fetcher.fetch(uri).length;
            }
            return bytes;
        });
        Thread.ofVirtual().start(all);
        return all.get();
    }
}
