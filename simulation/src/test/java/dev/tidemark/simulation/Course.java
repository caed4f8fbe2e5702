package dev.tidemark.simulation;

import java.time.Duration;

/** What a voyage keeps in step, and what must hold of it in the end. */
interface Course {

    static Course of(long seed, ManualTide tide) {
        return switch ((int) (seed % 4)) {
            case 0 -> new OutwardCourse(seed, tide);
            case 1 -> new InwardCourse(seed, tide);
            default -> new SalesforceCourse(seed, tide);
        };
    }

    /** Makes what is there at the start, and the syncs. */
    void begin();

    /** Something changes at the source. */
    void change();

    /** Something goes wrong in a way of this app alone, or a person changes their mind. */
    void misbehave();

    /** The longest that a change can stay unseen. */
    Duration latest();

    /** Looks at what others can see between two acts. */
    default void watch() {}

    /** Nothing more goes wrong from now on. */
    default void calm() {}

    /** Compares the ends. */
    void check();
}
