package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.slice.CursorState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How far a stream was read. */
sealed interface State {

    /** A stream that is read whole each time. */
    record Nothing() implements State {}

    /** One cursor for the whole stream. */
    record One(CursorState cursor) implements State {}

    /**
     * A cursor for each partition, or one for all of them.
     *
     * @param isGlobal whether one cursor serves all partitions
     * @param parts by the partition's key, in the order in which they came
     * @param global the value from which new partitions are read; of the pass before
     * @param nextGlobal the greatest value that this pass has seen
     * @param lookback how many seconds the pass before took
     * @param parents the states of parents, as the format has them; empty where there is none to keep
     * @param began when this pass began
     * @param current the cursor of the partition that is being read
     */
    record Many(
            boolean isGlobal,
            Map<String, Part> parts,
            Optional<String> global,
            Optional<String> nextGlobal,
            long lookback,
            Optional<Map<Object, Object>> parents,
            Instant began,
            Optional<CursorState> current)
            implements State {

        /**
         * One partition's share.
         *
         * @param cursor its state, as the format has it
         * @param isRead whether this pass was there
         */
        record Part(Map<Object, Object> cursor, boolean isRead) {}

        Many part(String key, Part part) {
            Map<String, Part> more = new LinkedHashMap<>(parts);
            more.put(key, part);
            return new Many(isGlobal, more, global, nextGlobal, lookback, parents, began, current);
        }

        Many current(Optional<CursorState> cursor) {
            return new Many(isGlobal, parts, global, nextGlobal, lookback, parents, began, cursor);
        }

        Many forAll() {
            return new Many(true, parts, global, nextGlobal, lookback, parents, began, current);
        }

        /** Without those of this pass but for the last so many. */
        Many onlyLatest(int most) {
            long read = parts.values().stream().filter(Part::isRead).count();
            if (read <= most) {
                return this;
            }
            Map<String, Part> fewer = new LinkedHashMap<>();
            long surplus = read - most;
            for (Map.Entry<String, Part> entry : parts.entrySet()) {
                if (entry.getValue().isRead() && surplus > 0) {
                    surplus--;
                } else {
                    fewer.put(entry.getKey(), entry.getValue());
                }
            }
            return new Many(isGlobal, fewer, global, nextGlobal, lookback, parents, began, current);
        }

        Many seen(String value) {
            boolean isGreater = nextGlobal.isEmpty() || nextGlobal.get().compareTo(value) < 0;
            return isGreater
                    ? new Many(isGlobal, parts, global, Optional.of(value), lookback, parents, began, current)
                    : this;
        }

        /** The same for one partition alone. */
        Many only(String key) {
            Part part = parts.get(key);
            Map<String, Part> own = part == null ? Map.of() : Map.of(key, part);
            return new Many(isGlobal, own, global, nextGlobal, lookback, Optional.empty(), began, current);
        }

        /** With what the reading of one partition alone came to. */
        Many and(Many one) {
            Many more = this;
            for (Map.Entry<String, Part> part : one.parts.entrySet()) {
                more = more.part(part.getKey(), part.getValue());
            }
            return one.nextGlobal.isPresent() ? more.seen(one.nextGlobal.get()) : more;
        }

        Many finished(long seconds, Optional<Map<Object, Object>> parentStates) {
            return new Many(isGlobal, parts, nextGlobal, nextGlobal, seconds, parentStates, began, current);
        }
    }
}
