package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.ReadsTogether;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.Sized;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.json.Shape;
import dev.tidemark.connectors.layout.LayoutFile;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Salesforce, as a source and as a destination. */
public final class SalesforceConnector implements SourceLayout.Offered, ReadsTogether, Sized, RecordDestination {

    private static final List<SourceLayout> LAYOUTS = List.of(LayoutFile.of(SalesforceConnector.class, "dbt"));

    /**
     * A transaction stamps its records when it writes them and shows them when it commits. Apex may run for ten minutes, but
     * a transaction that holds rows for more than a few is rare; five minutes of overlap cost little.
     */
    private static final Duration SAFETY_LAG = Duration.ofMinutes(5);

    /** The smallest allowance of an org with API access; a larger one is read from the answers. */
    private static final RateLimit DAILY = new RateLimit(15_000, Duration.ofHours(24));

    private static final Shape RECORDS = Shape.at(Pages.RECORDS)
            .placed(name -> Arrays.asList(name.split("\\.", -1)))
            .deletedWhere(Soql.IS_DELETED, "true");

    @Override
    public List<SourceLayout> layouts() {
        return LAYOUTS;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("salesforce", "Salesforce", Login.SETTINGS, List.of(DAILY), SAFETY_LAG);
    }

    @Override
    public Check check(Access access) {
        return Trial.of(access);
    }

    /** {@inheritDoc} The common standard objects and the org's own; {@link #describe} finds any other by its name. */
    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        try {
            List<StreamSpec> streams = new ArrayList<>();
            for (String name : Describe.names(access)) {
                Describe.object(access, name).map(SObject::asStream).ifPresent(streams::add);
            }
            return streams;
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return describe(access, stream, Set.of());
    }

    @Override
    public int requestsToDescribe(Set<String> named) {
        return 1 + Relations.ways(named);
    }

    /** {@inheritDoc} {@code Owner.Name} is the name of the record that {@code OwnerId} refers to. */
    @Override
    public Optional<StreamSpec> describe(Access access, String stream, Set<String> named) throws HttpFailed {
        try {
            Optional<SObject> object = Describe.object(access, stream);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            Unreadable.refuse(object.get());
            return Optional.of(Relations.with(access, object.get(), named));
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public Size size(Access access, StreamSpec stream) throws HttpFailed {
        try {
            return Sizes.of(access, stream);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        try {
            return BulkPages.reads(access, request) ? BulkPages.read(access, request) : Pages.read(access, request);
        } catch (ConnectorException e) {
            return new Answer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    @Override
    public boolean forgetsDeletes(StreamSpec stream) {
        return DeleteLog.has(stream);
    }

    @Override
    public int mostTogether() {
        return Queries.MOST_TOGETHER;
    }

    /** {@inheritDoc} Only looks for changes, which are mostly small: Salesforce works on the parts one after the other. */
    @Override
    public boolean joins(PageRequest request) {
        return request.reading() instanceof Reading.Since && request.after().isEmpty();
    }

    @Override
    public Map<String, Answer> readTogether(Access access, List<PageRequest> requests) {
        return Together.read(access, requests);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        if (BulkRecords.isOne(page)) {
            BulkRecords.read(stream, page, sink);
        } else if (DeleteLog.isIn(page)) {
            DeleteLog.records(stream, page, RECORDS, sink);
        } else {
            RECORDS.of(stream).read(page.body(), sink);
        }
    }

    @Override
    public int prepare(Access access, WriteSpec spec) throws HttpFailed {
        try {
            Mapping.check(access, spec);
            return BulkWriting.most(access, spec);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    /**
     * {@inheritDoc} An update by an external id takes two: Salesforce has no collection that only changes what is there, so
     * ids are asked for first.
     */
    @Override
    public int requests(WriteSpec spec) {
        return Collections.asksFirst(spec) ? 2 : 1;
    }

    /** {@inheritDoc} More than 2,000 rows go by an ingest job of the Bulk API, where CSV can say them. */
    @Override
    public int together(Access access, WriteSpec spec, List<ModelRow> waiting) {
        return BulkWriting.together(access, spec, waiting);
    }

    @Override
    public int requests(Access access, WriteSpec spec, int rows) {
        return BulkWriting.requests(access, spec, rows);
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        return BulkWriting.writes(access, spec, rows)
                ? BulkWriting.write(access, spec, rows)
                : Collections.write(access, spec, rows);
    }

    @Override
    public WriteAnswer outcomes(Access access, WriteSpec spec, List<ModelRow> rows, String job) {
        return BulkOutcomes.ask(access, spec, rows, job);
    }

    @Override
    public boolean isAtWork(Access access, WriteSpec spec) throws HttpFailed {
        try {
            return BulkWriting.could(access, spec) && BulkJobs.areAtWork(access, spec.stream());
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    /** {@inheritDoc} One asks whether jobs are at work, and each of the others for as many rows as a collection holds. */
    @Override
    public int requestsToLookUp(WriteSpec spec, int rows) {
        return 1 + (rows + Collections.MOST_ROWS - 1) / Collections.MOST_ROWS;
    }

    @Override
    public Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed {
        try {
            return LookUp.outcomes(access, spec, rows);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }
}
