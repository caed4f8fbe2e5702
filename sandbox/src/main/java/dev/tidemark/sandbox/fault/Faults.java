package dev.tidemark.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The rules in force. Chances are drawn from a seed, so the same requests in the same order meet the same faults. */
public final class Faults {
    private static final class Armed {
        private final FaultRule rule;
        private int seen;

        Armed(FaultRule rule) {
            this.rule = rule;
        }

        boolean spent() {
            return rule.times() != FaultRule.ALWAYS && seen >= rule.skip() + rule.times();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final SplittableRandom random;
    private final List<Armed> armed = new ArrayList<>();

    public Faults(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public void add(FaultRule rule) {
        lock.lock();
        try {
            armed.add(new Armed(rule));
        } finally {
            lock.unlock();
        }
    }

    public void remove(String name) {
        lock.lock();
        try {
            armed.removeIf(one -> one.rule.name().equals(name));
        } finally {
            lock.unlock();
        }
    }

    public void clear() {
        lock.lock();
        try {
            armed.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The rules that can still strike. */
    public List<FaultRule> rules() {
        lock.lock();
        try {
            return armed.stream().map(one -> one.rule).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The rules that strike this request, in the order in which they were added. */
    public List<FaultRule> strike(String kind, String line) {
        lock.lock();
        try {
            var struck = new ArrayList<FaultRule>();
            for (Armed one : armed) {
                if (one.rule.looksAt(kind, line)) {
                    one.seen++;
                    boolean considered = one.seen > one.rule.skip();
                    if (considered && (one.rule.share() >= 1 || random.nextDouble() < one.rule.share())) {
                        struck.add(one.rule);
                    }
                }
            }
            armed.removeIf(Armed::spent);
            return struck;
        } finally {
            lock.unlock();
        }
    }
}
