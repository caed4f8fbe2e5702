package dev.tidemark.explain;

import dev.tidemark.connector.Reading;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.rejection.Rejection;
import java.util.List;
import java.util.Optional;

/**
 * Whether a record is in the table, and why, or why not.
 *
 * @param says in a sentence
 * @param whatToDo empty where nothing need be done
 */
public record Verdict(State state, String says, String whatToDo) {

    /** Where the record stands. */
    public enum State {
        /** In the table, as it was last seen. */
        THERE,
        /** In the table, and what was seen last is not, for it was rejected. */
        STALE,
        /** In the table, marked deleted, or deleted from it. */
        DELETED,
        /** Seen, and never loaded. */
        REJECTED,
        /** Seen, and soon to be loaded. */
        WAITING,
        /** Not seen, and not everything was read yet. */
        NOT_READ_YET,
        /** Not seen in what is kept. */
        NEVER_SEEN,
        /** Seen and loaded, and not in the table. */
        MISSING,
        /** Seen; the table could not be looked at. */
        UNKNOWN
    }

    public static Verdict of(Evidence evidence) {
        Optional<RowLookup.Row> row = evidence.row();
        Optional<Sighting> last = evidence.found().sightings().stream().findFirst();
        if (row.isPresent()) {
            return there(evidence, row.get(), last);
        }
        return last.map(seen -> seenOnly(evidence, seen)).orElseGet(() -> unseen(evidence));
    }

    private static Verdict there(Evidence evidence, RowLookup.Row row, Optional<Sighting> last) {
        Optional<Sighting> news = last.filter(seen -> seen.page() > row.page());
        if (news.isPresent() && evidence.fate(news.get()) == Evidence.Fate.REJECTED) {
            return new Verdict(
                    State.STALE,
                    "the row is that of page " + row.page() + "; what came in page "
                            + news.get().page() + " was rejected: " + reason(evidence, news.get()),
                    REJECTED_HELP);
        }
        if (news.isPresent() && evidence.fate(news.get()) == Evidence.Fate.WAITS) {
            return new Verdict(
                    State.WAITING,
                    "the row is that of page " + row.page() + "; it came again in page "
                            + news.get().page() + ", which is not loaded yet",
                    WAITING_HELP);
        }
        if (row.deletedAt().isPresent()) {
            return new Verdict(State.DELETED, "the row is marked deleted: " + whyDeleted(evidence, row.page()), "");
        }
        if (evidence.kept().orElseThrow().absentSince().isPresent()) {
            return new Verdict(
                    State.THERE,
                    "it is in the table; the last complete reading of everything lacked it, and where the next one does"
                            + " too it is deleted",
                    "");
        }
        return new Verdict(State.THERE, "it is in the table, as page " + row.page() + " brought it", "");
    }

    private static final String REJECTED_HELP =
            "Correct the record at the source, or the sync's fields in the workspace file";
    private static final String WAITING_HELP =
            "Nothing, where an engine is running; 'tidemark status' shows whether loading goes on";

    private static Verdict seenOnly(Evidence evidence, Sighting last) {
        Evidence.Fate fate = evidence.fate(last);
        if (fate == Evidence.Fate.WAITS) {
            return new Verdict(
                    State.WAITING, "it came in page " + last.page() + ", which is not loaded yet", WAITING_HELP);
        }
        if (fate == Evidence.Fate.REJECTED) {
            return new Verdict(
                    State.REJECTED,
                    "it came in page " + last.page() + " and was rejected: " + reason(evidence, last),
                    REJECTED_HELP);
        }
        if (evidence.kept().isEmpty()) {
            return new Verdict(
                    State.UNKNOWN,
                    "it came in page " + last.page() + "; the table could not be looked at",
                    "See the reason below");
        }
        if (last.deleted() || isBuried(evidence) || !evidence.found().lacking().isEmpty()) {
            return new Verdict(
                    State.DELETED,
                    "the row was deleted: " + whyDeleted(evidence, last.deleted() ? last.page() : 0),
                    "");
        }
        return new Verdict(
                State.MISSING,
                "it came in page " + last.page()
                        + " and was loaded, and is no longer in the table: somebody took it out" + " of it",
                "'tidemark reset' reads everything again and fills the table in place");
    }

    private static boolean isBuried(Evidence evidence) {
        return evidence.kept().flatMap(RowLookup.Kept::grave).isPresent();
    }

    /** @param page that told of it, as far as is known; else 0 */
    private static String whyDeleted(Evidence evidence, long page) {
        Optional<Sighting> tombstone = evidence.found().sightings().stream()
                .filter(Sighting::deleted)
                .filter(s -> page == 0 || s.page() == page)
                .findFirst();
        if (tombstone.isPresent()) {
            return "page " + tombstone.get().page() + " said that the record is deleted at the source";
        }
        List<ArchiveSearch.Lacking> lacking = evidence.found().lacking();
        if (page == 0 ? !lacking.isEmpty() : lacking.stream().anyMatch(l -> l.last() == page)) {
            return "complete readings of everything, one after the other, lacked it; the last are "
                    + String.join(
                            " and ",
                            lacking.stream()
                                    .limit(2)
                                    .map(l -> "pages " + l.first() + " to " + l.last())
                                    .toList());
        }
        return page == 0
                ? "by a page that is no longer kept"
                : "by page " + page + ", of which no more is kept than that it did so";
    }

    private static String reason(Evidence evidence, Sighting seen) {
        return evidence.rejection(seen)
                .map(r -> (r.field().isEmpty() ? "" : r.field() + ": ") + r.reason())
                .or(seen::misfit)
                .orElse("");
    }

    private static Verdict unseen(Evidence evidence) {
        if (!evidence.rejections().isEmpty()) {
            Rejection last = evidence.rejections().getFirst();
            return new Verdict(
                    State.REJECTED,
                    "it came in page " + last.page() + ", which is no longer kept, and was rejected: " + last.reason(),
                    REJECTED_HELP);
        }
        if (isBuried(evidence)) {
            return new Verdict(State.DELETED, "the row was deleted: " + whyDeleted(evidence, 0), "");
        }
        boolean reading = evidence.checkpoint()
                .pass()
                .filter(p -> p.reading() instanceof Reading.Everything)
                .isPresent();
        if (evidence.checkpoint().covered().isEmpty()) {
            return new Verdict(
                    State.NOT_READ_YET,
                    reading
                            ? "everything is being read, and the pages so far (up to page "
                                    + evidence.checkpoint().lastPage() + ") did not bring it"
                            : "the source was never read through",
                    "'tidemark status' shows how far it is");
        }
        String until = evidence.checkpoint()
                .since()
                .map(t -> "; what changed since " + t + " is asked for next")
                .orElse("");
        String archive = evidence.found()
                .oldest()
                .map(o -> o.page() == 1
                        ? "no page since the first one brought it"
                        : "no page that is kept brought it, and they go back to page " + o.page() + " of " + o.at())
                .orElse("no page is kept");
        String table = evidence.kept().isPresent() ? "" : "; the table could not be looked at";
        return new Verdict(
                State.NEVER_SEEN,
                archive + table + until,
                "See that the key is spelled as the source does, and that the account may see the record");
    }
}
