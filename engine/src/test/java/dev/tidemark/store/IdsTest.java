package dev.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final int THREADS = 4;
    private static final int EACH = 200_000;

    @Test
    void threads_that_ask_in_the_same_millisecond_never_get_the_same_id() throws Exception {
        Ids ids = Ids.timeOrdered(InstantSource.fixed(Instant.EPOCH), new SplittableRandom(1));
        Callable<List<UUID>> many = () -> {
            List<UUID> made = new ArrayList<>(EACH);
            for (int i = 0; i < EACH; i++) {
                made.add(ids.next());
            }
            return made;
        };
        Set<UUID> all = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<List<UUID>> made : threads.invokeAll(Collections.nCopies(THREADS, many))) {
                all.addAll(made.get());
            }
        }
        assertThat(all).hasSize(THREADS * EACH);
    }
}
