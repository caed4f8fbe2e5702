package dev.tidemark.simulation;

/** The process dies here, as by {@code kill -9}: whoever held something holds nothing any more. */
final class SimulatedCrash extends Error {
    SimulatedCrash(String seam) {
        super("killed at " + seam, null, false, false);
    }
}
