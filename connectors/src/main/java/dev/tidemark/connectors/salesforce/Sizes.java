package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Troubled;

/** Counts an object's records, by one query that answers none of them. */
final class Sizes {

    /** The most records that a query answers at once (SOAP and REST guides, "Query batch size"); wide ones are fewer. */
    private static final int PAGE = 2_000;

    private static final String WIDE = "records with many or long fields come fewer at once";

    private Sizes() {}

    static Size of(Access access, StreamSpec stream) throws HttpFailed, Troubled {
        long records = count(access, stream);
        PageRequest first = PageRequest.first(stream, new Reading.Everything());
        boolean always = BulkPages.reads(access, first);
        if (!always && !BulkPages.isBetter(access, first, records)) {
            Amount pages = Amount.exactly(records).pagesOf(PAGE);
            return new Size(
                    Amount.exactly(records),
                    pages.number() == 1 ? pages : Amount.atLeast(pages.number(), WIDE),
                    PAGE + " records a request");
        }
        int rows = BulkPages.most(stream);
        long byJob = always ? records : records - PAGE;
        // The job is made, and looked at until it is done: once if it is quick.
        long requests =
                (always ? 0 : 1) + 2 + Amount.exactly(byJob).pagesOf(rows).number();
        return new Size(
                Amount.exactly(records),
                Amount.atLeast(requests, "a query job is looked at until it is done, once or many times"),
                "a query job, " + rows + " rows a request");
    }

    private static long count(Access access, StreamSpec stream) throws HttpFailed, Troubled {
        String what = "the count of " + stream.name();
        HttpAnswer answer = Queries.ask(access, Pages.scope(stream), "SELECT COUNT() FROM " + stream.name());
        if (!answer.isSuccess()) {
            throw new Troubled(Errors.of(answer, what));
        }
        try {
            long total = Json.tree(answer.body()).path("totalSize").asLong(-1);
            if (total < 0) {
                throw new Troubled(Errors.strange(answer, what, "no totalSize"));
            }
            return total;
        } catch (BadPage e) {
            throw new Troubled(Errors.strange(answer, what, e));
        }
    }
}
