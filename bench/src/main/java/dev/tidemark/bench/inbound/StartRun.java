package dev.tidemark.bench.inbound;

import dev.tidemark.bench.Database;
import dev.tidemark.engine.Engine;
import dev.tidemark.http.HttpBounds;
import dev.tidemark.http.HttpTransport;
import dev.tidemark.store.JdbcStore;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts with a database that exists, asks for one sync, and prints after how many milliseconds each part stood. */
final class StartRun {

    private StartRun() {}

    static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        long jvm = sinceStart();
        try (Database database = Database.open(folder.resolve("postgres"))) {
            long postgres = sinceStart();
            Setup setup = new Setup(
                    URI.create(args[1]), 1000, database.store(), database.warehouse(), folder.resolve("files"));
            CountDownLatch asked = new CountDownLatch(1);
            try (JdbcStore store = Tidemark.store(setup);
                    HttpTransport transport = new HttpTransport(HttpBounds.DEFAULT)) {
                long stored = sinceStart();
                try (Engine engine = Tidemark.start(store, setup, (request, beforeEach) -> {
                    asked.countDown();
                    return transport.send(request, beforeEach);
                })) {
                    Tidemark.request(engine);
                    long started = sinceStart();
                    asked.await();
                    IO.println(jvm + " " + postgres + " " + stored + " " + started + " " + sinceStart());
                }
            }
        }
        System.exit(0);
    }

    private static long sinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
