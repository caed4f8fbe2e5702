package dev.tidemark.connector;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Up to which moment, by the source's clock, a table has what was committed there. Never ahead of the truth, if no change is
 * shown later than the source's {@link Lateness} says.
 *
 * @param changesTo every create and update of before then is in, in that version or a newer one; empty where that is not known
 * @param deletesTo every row that was deleted before then, and not made anew, is marked or gone; empty where that is not known
 * @param notVouched columns, sorted, whose values may be older than that
 * @param rejected how many records that came until then could not be written; they do not hold the tidemark up
 * @param assumes what it rests on, in words for people; empty where nothing is known
 */
public record Tidemark(
        Optional<Instant> changesTo,
        Optional<Instant> deletesTo,
        List<String> notVouched,
        long rejected,
        String assumes) {

    /** Of a table of which nothing is known yet. */
    public static final Tidemark NONE = new Tidemark(Optional.empty(), Optional.empty(), List.of(), 0, "");

    public Tidemark {
        Objects.requireNonNull(changesTo);
        Objects.requireNonNull(deletesTo);
        notVouched = List.copyOf(notVouched);
        if (rejected < 0) {
            throw new IllegalArgumentException("counts are not negative");
        }
    }
}
