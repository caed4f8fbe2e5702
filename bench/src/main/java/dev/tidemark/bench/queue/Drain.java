package dev.tidemark.bench.queue;

import dev.tidemark.bench.Database.Place;
import java.util.Map;
import java.util.TreeMap;

/** A queue, filled; running it does every job once and returns when the last one's end is committed. */
@FunctionalInterface
interface Drain {

    void run() throws Exception;

    /** Makes a queue with so many jobs. */
    @FunctionalInterface
    interface Filling {
        Drain fill(Place place, int jobs) throws Exception;
    }

    Map<String, Filling> ALL = new TreeMap<>(Map.of(
            "tidemark", TidemarkQueue::oneByOne,
            "tidemark in batches", TidemarkQueue::inBatches,
            "db-scheduler", DbScheduler::fill));

    /** One queue in a JVM of its own. */
    static void main(String[] args) throws Exception {
        Filling filling = ALL.get(args[0]);
        if (filling == null) {
            throw new IllegalArgumentException("no queue " + args[0]);
        }
        Drain drain = filling.fill(new Place(args[2], args[3], args[4]), Integer.parseInt(args[1]));
        IO.println("ready");
        IO.readln();
        long from = System.nanoTime();
        drain.run();
        IO.println((System.nanoTime() - from) / 1e9);
        IO.readln();
        System.exit(0);
    }
}
