package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A model and its ledger as their contracts say, in memory that outlives the processes: the plainest there can be. */
final class Quay implements ModelSource {

    /** What the ledger knows of a row. */
    enum State {
        INTENDED,
        AGAIN,
        ACCEPTED,
        REJECTED,
        UNCERTAIN
    }

    /** A row's line in the ledger. */
    record Line(State state, ModelRow sent, String run, Optional<Instant> nextTry) {}

    private final TreeMap<String, ModelRow> model = new TreeMap<>();
    private final TreeMap<String, Line> lines = new TreeMap<>();
    private final Map<String, Long> fences = new HashMap<>();

    /** Sets a row of the model. */
    void put(String code, String name, long size) {
        model.put(code, new ModelRow(code, name + "/" + size, Map.of("code", code, "name", name, "size", size), 0));
    }

    Map<String, ModelRow> model() {
        return model;
    }

    Map<String, Line> lines() {
        return lines;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("quay", "Quay", List.of(), List.of(), Duration.ZERO);
    }

    @Override
    public Check check(Access access) {
        return new Check(List.of());
    }

    @Override
    public List<Field> inspect(Access access, ModelSpec spec) {
        return List.of();
    }

    @Override
    public Ledger open(Access access, ModelSpec spec, String sync, long fence) throws LeaseLost {
        long highest = fences.getOrDefault(sync, 0L);
        if (highest > fence) {
            throw new LeaseLost("fence " + fence + " is below " + highest);
        }
        fences.put(sync, fence);
        return new Book(sync, fence);
    }

    private final class Book implements Ledger {

        private final String sync;
        private final long fence;

        Book(String sync, long fence) {
            this.sync = sync;
            this.fence = fence;
        }

        private void holds() throws LeaseLost {
            if (fences.getOrDefault(sync, 0L) != fence) {
                throw new LeaseLost("the ledger has passed to another");
            }
        }

        @Override
        public List<ModelRow> unsettled(int limit) throws LeaseLost {
            holds();
            return lines.values().stream()
                    .filter(l -> l.state == State.INTENDED)
                    .map(Line::sent)
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<ModelRow> changed(Optional<String> afterKey, int limit, Instant now) throws LeaseLost {
            holds();
            return model.values().stream()
                    .filter(r -> afterKey.isEmpty() || r.key().compareTo(afterKey.get()) > 0)
                    .filter(offered(now))
                    .limit(limit)
                    .toList();
        }

        private Predicate<ModelRow> offered(Instant now) {
            return row -> {
                Line line = lines.get(row.key());
                if (line == null) {
                    return true;
                }
                boolean changed = !line.sent.hash().equals(row.hash());
                return switch (line.state) {
                    case INTENDED, UNCERTAIN -> false;
                    case AGAIN -> true;
                    case ACCEPTED -> changed;
                    case REJECTED ->
                        changed || line.nextTry.map(t -> !t.isAfter(now)).orElse(false);
                };
            };
        }

        @Override
        public void intend(List<ModelRow> rows, String run, Instant now) throws LeaseLost {
            holds();
            rows.forEach(r -> lines.put(r.key(), new Line(State.INTENDED, r, run, Optional.empty())));
        }

        @Override
        public void settle(List<Settlement> settlements, String run, Instant now) throws LeaseLost {
            holds();
            for (Settlement s : settlements) {
                State state = switch (s.outcome()) {
                    case Outcome.Accepted a -> State.ACCEPTED;
                    case Outcome.Rejected r -> State.REJECTED;
                    case Outcome.Again a -> State.AGAIN;
                    case Outcome.Uncertain u -> State.UNCERTAIN;
                };
                lines.put(s.row().key(), new Line(state, s.row(), run, s.nextTry()));
            }
        }

        @Override
        public Tally tally(String run) throws LeaseLost {
            holds();
            return new Tally(
                    count(run, State.ACCEPTED),
                    count(run, State.REJECTED),
                    count(run, State.UNCERTAIN),
                    count(run, State.INTENDED) + count(run, State.AGAIN));
        }

        private long count(String run, State state) {
            return lines.values().stream()
                    .filter(l -> l.run.equals(run) && l.state == state)
                    .count();
        }

        @Override
        public boolean decide(String key, boolean accepted, Instant now) {
            throw new UnsupportedOperationException("nobody decides here");
        }

        @Override
        public void offerAll() {
            throw new UnsupportedOperationException("nobody asks for all here");
        }

        @Override
        public void close() {}
    }
}
