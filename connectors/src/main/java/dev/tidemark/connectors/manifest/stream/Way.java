package dev.tidemark.connectors.manifest.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where one router stands. */
sealed interface Way {

    /** A stream without partitions: whether its whole was begun. */
    record Whole(boolean isBegun) implements Way {}

    /** A list: the next item. */
    record Listed(int next) implements Way {}

    /**
     * Parents, one after the other.
     *
     * @param index which of them
     * @param parent how far its reading has come; empty before it began
     * @param waiting partitions that its last page gave
     * @param next the first of these that was not read
     * @param given the child's state as it was handed in, from which parents begin
     * @param states of parents that are read, and of the one that is being read
     */
    record Children(
            int index,
            Optional<Place> parent,
            List<Partition> waiting,
            int next,
            Map<Object, Object> given,
            Map<Object, Object> states)
            implements Way {}

    /**
     * Each with each. The partitions of all routers but the first are kept; those of the first come one after the other.
     *
     * @param found the partitions of the routers behind the first that have been gone through
     * @param gathered the partitions of the one that is being gone through, where that is not the first
     * @param current where the router stands that is being gone through
     * @param outer the partition of the first that is being combined with the others
     * @param next the number of its next combination
     * @param given the stream's state as it was handed in, from which parents begin
     */
    record Product(
            List<List<Partition>> found,
            List<Partition> gathered,
            Way current,
            Optional<Partition> outer,
            long next,
            Map<Object, Object> given)
            implements Way {

        Product gathering(List<Partition> more, Way at) {
            return new Product(found, more, at, outer, next, given);
        }

        Product combined() {
            return new Product(found, gathered, current, outer, next + 1, given);
        }
    }

    /**
     * Groups.
     *
     * @param inner where the router stands whose partitions are grouped
     * @param batch those of the group that is being gathered
     * @param seen what tells the partitions so far from each other, where doubles are dropped
     */
    record Grouped(Way inner, List<Partition> batch, List<String> seen) implements Way {}

    /**
     * One router after the other.
     *
     * @param index which of them
     * @param inner where it stands; empty before it began
     * @param seen the values so far
     * @param given the stream's state as it was handed in, from which parents begin
     * @param states of the parents of routers that have been gone through
     */
    record Union(
            int index, Optional<Way> inner, List<String> seen, Map<Object, Object> given, Map<Object, Object> states)
            implements Way {}
}
