package dev.tidemark.simulation;

import dev.tidemark.store.StoreUnavailable;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What can go wrong between two instructions. Every seam of the engine passes here; the seed has decided at which of them the
 * process dies or is held up while others go on.
 */
final class Sea {

    private final Trace trace;
    private final RandomGenerator random;

    private int crashIn = -1;
    private int pauseIn = -1;
    private Runnable meanwhile = () -> {};
    private String crashAt = "";
    private String pauseAt = "";
    private boolean paused;
    private int inTransaction;
    private boolean aside;

    private boolean storeAway;
    private boolean databaseAway;
    private int commitLostIn = -1;
    private int cutIn = -1;
    private Cut cutHow = Cut.NONE;
    private double archiveTrouble;
    private int disruptions;

    /** What becomes of a connection at a statement. */
    enum Cut {
        NONE,
        /** It is ended before the statement, or the commit, is heard of by the server. */
        BEFORE,
        /** A commit is done, and nobody hears of it; a statement is as before. */
        AFTER,
        /** The process that sends it dies. */
        CRASH
    }

    Sea(Trace trace, RandomGenerator random) {
        this.trace = trace;
        this.random = random;
    }

    /** Nothing happens on it. */
    static Sea still() {
        return new Sea(new Trace(), new SplittableRandom(0));
    }

    /** The process that is running when so many seams have been passed dies there. */
    void crashAfter(int seams) {
        crashIn = seams;
    }

    /** The process is held up after so many seams while this is done. */
    void pauseAfter(int seams, Runnable others) {
        pauseIn = seams;
        meanwhile = others;
    }

    /** The process that next comes to this seam dies there. */
    void crashAt(String seam) {
        crashAt = seam;
    }

    /** The process that next comes to this seam is held up there while this is done. */
    void pauseAt(String seam, Runnable others) {
        pauseAt = seam;
        meanwhile = others;
    }

    void loseCommitAfter(int commits) {
        commitLostIn = commits;
    }

    /** After so many statements to PostgreSQL this becomes of the next one. */
    void cutAfter(int statements, Cut how) {
        cutIn = statements;
        cutHow = how;
    }

    void store(boolean away) {
        storeAway = away;
    }

    void database(boolean away) {
        databaseAway = away;
    }

    void archive(double trouble) {
        archiveTrouble = trouble;
    }

    void calm() {
        crashAt = "";
        pauseAt = "";
        crashIn = -1;
        pauseIn = -1;
        commitLostIn = -1;
        cutIn = -1;
        storeAway = false;
        databaseAway = false;
        archiveTrouble = 0;
    }

    /** Faults that may each have cost a page that was fetched and not yet named. */
    int disruptions() {
        return disruptions;
    }

    void disrupted() {
        disruptions++;
    }

    boolean paused() {
        return paused;
    }

    /** A place at which a process can die or be held up. */
    void pass(String seam) {
        mayDie(seam);
        if (!aside && !paused && inTransaction == 0 && (seam.equals(pauseAt) || (pauseIn >= 0 && pauseIn-- == 0))) {
            pauseAt = "";
            paused = true;
            trace.add("   held up at " + seam);
            disruptions++;
            meanwhile.run();
            trace.add("   goes on at " + seam);
            paused = false;
        }
    }

    /** A place at which a process can die, but where it holds locks that others would wait for. */
    void mayDie(String seam) {
        if (!aside && (seam.equals(crashAt) || (crashIn >= 0 && crashIn-- == 0))) {
            crashAt = "";
            trace.add("   killed at " + seam);
            throw new SimulatedCrash(seam);
        }
    }

    /** A statement, or a commit, on its way to PostgreSQL. */
    Cut statement() {
        if (aside || cutIn < 0 || cutIn-- > 0) {
            return Cut.NONE;
        }
        disruptions++;
        if (cutHow == Cut.CRASH) {
            trace.add("   killed at a statement");
            throw new SimulatedCrash("a statement");
        }
        trace.add("   the server ends a connection " + cutHow);
        return cutHow;
    }

    /** What another thread does meanwhile: it has no seams of its own. */
    void aside(Runnable act) {
        boolean before = aside;
        aside = true;
        act.run();
        aside = before;
    }

    void storeIsThere() {
        if (storeAway) {
            if (!aside) {
                disruptions++;
            }
            throw new StoreUnavailable("the store is away", new IOException("outage"));
        }
    }

    /** Whether this commit happens and nobody hears of it. */
    boolean losesCommit() {
        if (!aside && commitLostIn >= 0 && commitLostIn-- == 0) {
            trace.add("   a commit of the store is not heard of");
            disruptions++;
            return true;
        }
        return false;
    }

    boolean databaseAway() {
        return databaseAway;
    }

    boolean archiveFails() {
        boolean fails = archiveTrouble > 0 && random.nextDouble() < archiveTrouble;
        if (fails) {
            disruptions++;
        }
        return fails;
    }

    void enter() {
        inTransaction++;
    }

    void leave() {
        inTransaction--;
    }

    void log(String line) {
        trace.add(line);
    }
}
