package dev.tidemark.checkpoint;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.Tide.Deletes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far a sync has safely come.
 *
 * @param lastPage the number of the last page archived, 0 for none
 * @param appliedPage the last page known to be applied at the destination; the mark there is the truth
 * @param since for a cursor that is a time: from when the next pass asks; moves forward only
 * @param token for an opaque cursor: the API's own, exactly as given
 * @param covered what a complete reading of everything has brought and each reading since has kept up, as in {@link Pass}
 * @param pass the reading in progress
 * @param reached what the last complete pass has seen for certain; empty where that tells nothing of the table any more
 */
public record Checkpoint(
        long lastPage,
        long appliedPage,
        Optional<Instant> since,
        Optional<String> token,
        Set<String> covered,
        Optional<Pass> pass,
        Optional<Reached> reached) {

    public static final Checkpoint NONE =
            new Checkpoint(0, 0, Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

    public Checkpoint {
        Objects.requireNonNull(since);
        Objects.requireNonNull(token);
        Objects.requireNonNull(pass);
        Objects.requireNonNull(reached);
        covered = Set.copyOf(covered);
        if (lastPage < 0 || appliedPage < 0) {
            throw new IllegalArgumentException("page numbers are not negative");
        }
    }

    /**
     * The pass to go on with, or the next one: of everything where the stream was never read through, or now has a field
     * that no complete reading brought, or brought as another type or into another column; else of what changed.
     *
     * @param columns which the stream's fields become, in their order
     */
    public Pass nextPass(StreamSpec stream, List<Column> columns, boolean everything) {
        List<String> fields = brought(stream, columns);
        if (pass.isPresent() && pass.get().fields().equals(fields)) {
            return pass.get();
        }
        Reading reading = everything || !covered.containsAll(fields) ? new Reading.Everything() : changes(stream);
        return Pass.of(reading, fields);
    }

    /** What a pass brings: each field with its type and its column. */
    public static List<String> brought(StreamSpec stream, List<Column> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> stream.fields().get(i).name() + " "
                        + stream.fields().get(i).type() + " " + columns.get(i).name())
                .toList();
    }

    private Reading changes(StreamSpec stream) {
        return switch (stream.cursor()) {
            case NONE -> new Reading.Everything();
            case TIME -> since.<Reading>map(Reading.Since::new).orElseGet(Reading.Everything::new);
            case OPAQUE -> token.<Reading>map(Reading.From::new).orElseGet(Reading.Everything::new);
        };
    }

    /** A page of this pass is durable, and more will follow. */
    public Checkpoint paged(Pass now, long page) {
        return new Checkpoint(page, appliedPage, since, token, covered, Optional.of(now), reached);
    }

    /** A page is durable that belongs to no pass: it says nothing of how far the stream was read. */
    public Checkpoint beside(long page) {
        return new Checkpoint(page, appliedPage, since, token, covered, pass, reached);
    }

    /**
     * The pass is complete. The next one starts from the time before this one began, by the source's own clock, less the
     * safety lag: never from the newest record seen, which a late commit can undercut. It never moves back. A field that
     * this pass did not ask for is covered no longer, for its changes have been passed by. A reading of everything need not
     * tell of deletes where readings of changes do, so the next one goes on from where changes were last asked for.
     *
     * @param now what the pass has seen for certain
     */
    public Checkpoint passed(
            Pass done, long page, Optional<String> newToken, Duration safetyLag, Optional<Reached> now) {
        Optional<Instant> before = done.started().map(t -> t.minus(safetyLag));
        boolean deletesWait = done.reading() instanceof Reading.Everything
                && now.filter(r -> r.deletes() == Deletes.TOLD).isPresent();
        boolean moves = before.isPresent() && (since.isEmpty() || (before.get().isAfter(since.get()) && !deletesWait));
        Optional<Instant> moved = moves ? before : since;
        Set<String> nowCovered = new HashSet<>(done.fields());
        if (!(done.reading() instanceof Reading.Everything)) {
            nowCovered.retainAll(covered);
        }
        return new Checkpoint(
                page, appliedPage, moved, newToken.isPresent() ? newToken : token, nowCovered, Optional.empty(), now);
    }

    /** The API forgot the position, or a person asked: the next pass reads everything. The line of pages goes on. */
    public Checkpoint reset() {
        return new Checkpoint(
                lastPage,
                appliedPage,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }
}
