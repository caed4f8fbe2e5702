package dev.tidemark.connectors.stripe;

import java.util.Objects;

/**
 * Children that are asked for parent by parent.
 *
 * @param member the parent's list of its first children, which comes with the parent; empty where it has none
 * @param path of all children of one parent, with {@code {id}} for its id
 * @param field in which a child names its parent, given to it where Stripe leaves it out
 * @param only a member of the parent that must be true for it to have children; empty where any may have
 */
record Nest(String member, String path, String field, String only) {

    Nest {
        Objects.requireNonNull(path);
    }

    boolean comesWithParent() {
        return !member.isEmpty();
    }
}
