package dev.tidemark.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** One seed played: a stormy stretch in which anything may happen, then calm, then the count. */
final class Voyage {

    private static final int ACTS = 150;
    private static final int MOST_CALM_ROUNDS = 3_000;

    private final long seed;
    private final ManualTide tide;
    private final RandomGenerator random;
    private final Course course;

    Voyage(long seed, Guarantees guarantees) {
        this.seed = seed;
        this.tide = new ManualTide(seed, guarantees);
        this.random = tide.random();
        this.course = Course.of(seed, tide);
    }

    /** Plays it to its end; answers what happened. */
    Trace play() {
        try {
            begin();
            storm();
            calm();
            course.watch();
            course.check();
            new Truth(tide).check();
            return tide.trace();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + " failed: " + e.getMessage() + "\nReplay it with -Dtidemark.seed=" + seed + "\n"
                            + tide.trace().tail(),
                    e);
        }
    }

    private void begin() {
        course.begin();
        tide.launch();
        tide.launch();
    }

    private void storm() {
        for (int i = 0; i < ACTS; i++) {
            if (tide.hulls().isEmpty()) {
                tide.launch();
            }
            misfortune();
            if (tide.hulls().isEmpty()) {
                tide.launch();
            }
            Hull hull = tide.hulls().get(random.nextInt(tide.hulls().size()));
            ordinary(hull);
            course.watch();
        }
    }

    /** What a worker does again and again, and what time and people do. */
    private void ordinary(Hull hull) {
        int choice = random.nextInt(100);
        if (choice < 12) {
            course.change();
        } else if (choice < 18) {
            pass(Duration.ofMillis(random.nextInt(3_000)));
        } else if (choice < 20) {
            pass(random.nextInt(6) == 0 ? Duration.ofHours(25) : Duration.ofSeconds(random.nextInt(90)));
        } else if (!hull.frozen()) {
            if (choice < 30) {
                tide.act(hull, hull::tick);
            } else if (choice < 42) {
                int most = 1 + random.nextInt(3);
                tide.act(hull, () -> hull.lease(most));
            } else if (choice < 46) {
                tide.act(hull, hull::reclaim);
            } else if (choice < 48) {
                tide.act(hull, () -> hull.heartbeat(true));
            } else if (choice < 50) {
                tide.act(hull, hull::housekeep);
            } else {
                steps(hull, 1 + random.nextInt(4));
            }
        }
    }

    private void steps(Hull hull, int most) {
        for (int i = 0; i < most; i++) {
            int which = random.nextInt(8);
            boolean[] stepped = {false};
            if (!tide.act(hull, () -> stepped[0] = hull.step(which))) {
                return;
            }
            course.watch();
            if (!stepped[0]) {
                pass(Duration.ofMillis(500));
            }
            if (random.nextInt(6) == 0) {
                course.change();
            }
        }
    }

    private void pass(Duration time) {
        tide.tides().pass(time);
    }

    private void misfortune() {
        int choice = random.nextInt(400);
        if (choice < 16) {
            tide.sea().crashAfter(random.nextInt(30));
        } else if (choice < 22) {
            tide.sea().pauseAfter(random.nextInt(30), this::othersGoOn);
        } else if (choice < 26) {
            tide.kill(tide.hulls().get(random.nextInt(tide.hulls().size())));
        } else if (choice < 32) {
            tide.launch();
        } else if (choice < 36) {
            Hull hull = tide.hulls().get(random.nextInt(tide.hulls().size()));
            hull.freeze(!hull.frozen());
            tide.log(hull.name() + (hull.frozen() ? " freezes" : " thaws"));
        } else if (choice < 44) {
            tide.weather().storm(random.nextBoolean() ? 0 : random.nextDouble() * 0.6);
        } else if (choice < 48) {
            tide.sea().loseCommitAfter(random.nextInt(20));
        } else if (choice < 52) {
            tide.sea().store(random.nextInt(3) == 0);
        } else if (choice < 58) {
            tide.sea().database(random.nextInt(3) == 0);
        } else if (choice < 61) {
            tide.sea().archive(random.nextBoolean() ? 0 : 0.4);
        } else if (choice < 63) {
            tide.tides().jump(Duration.ofHours(random.nextBoolean() ? 1 : -1));
            tide.log("the engine's clock jumps");
        }
        if (choice >= 63 && choice < 70) {
            course.misbehave();
        }
        if (choice >= 70 && choice < 82) {
            Sea.Cut[] ways = {Sea.Cut.BEFORE, Sea.Cut.AFTER, Sea.Cut.CRASH};
            tide.sea().cutAfter(random.nextInt(100), ways[random.nextInt(3)]);
        }
        if (choice >= 44 && choice < 61) {
            tide.log("weather " + choice);
        }
    }

    /** A process is held up in the middle of an act; its lease runs out, and others take over. */
    private void othersGoOn() {
        List<Hull> others = List.copyOf(tide.hulls());
        // The one that is held up is not heard of.
        tide.acting().ifPresent(h -> h.freeze(true));
        pass(Duration.ofSeconds(random.nextInt(40)));
        Hull other = tide.launch();
        tide.act(other, other::reclaim);
        int acts = random.nextInt(12);
        for (int i = 0; i < acts && other.alive(); i++) {
            if (tide.act(other, () -> other.lease(3))) {
                steps(other, 2);
            }
            course.watch();
        }
        others.forEach(h -> h.freeze(false));
    }

    /** No more misfortune: everything that is in flight ends, and three runs of each sync follow: the first may end a reading that
     * began in the storm, and what vanished is known by two. */
    private void calm() {
        tide.log("calm");
        course.calm();
        tide.sea().calm();
        tide.weather().storm(0);
        tide.hulls().forEach(h -> h.freeze(false));
        while (tide.hulls().size() > 1) {
            tide.kill(tide.hulls().getFirst());
        }
        tide.launch();
        pass(course.latest().plusSeconds(1));
        // By their ids: the engine's clock may have jumped back.
        String before = World.rows("SELECT id FROM run").stream()
                .map(row -> "'" + row.getFirst() + "'")
                .reduce("'00000000-0000-0000-0000-000000000000'", (a, b) -> a + ", " + b);
        Duration idle = Duration.ofSeconds(1);
        boolean enough = false;
        for (int round = 0; round < MOST_CALM_ROUNDS; round++) {
            Hull first = tide.hulls().getFirst();
            first.reclaim();
            if (!enough) {
                first.tick();
            }
            course.watch();
            boolean busy = false;
            for (Hull hull : tide.hulls()) {
                hull.heartbeat(true);
                hull.lease(4);
                for (int i = 0; i < 40 && hull.step(random.nextInt(100)); i++) {
                    busy = true;
                }
            }
            if (!busy) {
                first.housekeep();
            }
            boolean rested = tide.hulls().stream().allMatch(h -> h.busy() == 0);
            if (rested && World.count("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')") == 0) {
                enough = World.count("""
                    SELECT count(*) FROM sync WHERE (SELECT count(*) FROM run WHERE run.sync_id = sync.id
                        AND state IN ('SUCCEEDED', 'SUCCEEDED_WITH_REJECTIONS') AND id NOT IN (%s)) < 3\
                    """.formatted(before)) == 0;
                if (enough) {
                    return;
                }
            }
            idle = busy ? Duration.ofMillis(500) : min(idle.multipliedBy(2), Duration.ofMinutes(10));
            pass(rested ? min(idle.multipliedBy(8), Duration.ofMinutes(10)) : idle);
        }
        throw new AssertionError("the engine does not come to rest: " + World.rows("SELECT * FROM job") + " "
                + World.rows("SELECT state, error_code, error FROM run ORDER BY queued_at DESC LIMIT 5"));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
