package dev.tidemark.connector;

/**
 * A reading of everything, to which the pages of a slice belong. A row that is not in it may be gone at the source, or only
 * have slipped from one page to another while they were read: it is taken for deleted where the next such reading lacks it
 * too (invariant 5).
 *
 * @param first the number of the reading's first page
 * @param ends whether the slice has its last page, with which it is complete
 * @param brake the share of the table's rows, more than 0 and at most 1, of which no more may vanish at once
 */
public record Listing(long first, boolean ends, double brake) {

    public Listing {
        if (first < 1 || !(brake > 0 && brake <= 1)) {
            throw new IllegalArgumentException("no listing: from page " + first + ", brake " + brake);
        }
    }
}
