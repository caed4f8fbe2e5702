package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HintFeed;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.ReadsByKey;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.Sized;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.json.Shape;
import dev.tidemark.connectors.rest.Checkup;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Airtable, as a source and as a destination. */
public final class AirtableConnector
        implements SourceConnector, Sized, RecordDestination, Hooked, HintFeed, ReadsByKey {

    /** Five requests a second for a base, however many tokens ask (API reference, "Rate limits"). */
    private static final RateLimit PER_BASE = new RateLimit(5, Duration.ofSeconds(1));

    private static final Shape RECORDS =
            Shape.at(Pages.RECORDS).placed(Base::place).objectsAreNone().deletedWhere(ById.DELETED, "true");

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("airtable", "Airtable", Login.SETTINGS, List.of(PER_BASE), Duration.ZERO);
    }

    @Override
    public Check check(Access access) {
        return new Checkup("Airtable", "'url'")
                .then("base", () -> {
                    List<StreamSpec> tables = Base.tables(access);
                    return Login.base(access) + " has " + tables.size() + (tables.size() == 1 ? " table" : " tables");
                })
                .done();
    }

    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        try {
            return Base.tables(access);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    /** {@inheritDoc} Nothing is asked: a base does not tell how many records a table has. */
    @Override
    public Size size(Access access, StreamSpec stream) {
        return Size.paged(Amount.unknown("Airtable does not say how many there are"), Pages.SIZE);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        return Pages.read(access, request);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        RECORDS.of(stream).read(page.body(), sink);
    }

    @Override
    public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        return Webhooks.hear(settings, secrets, request);
    }

    /** {@inheritDoc} Payloads call tables by their ids, and streams have their names. */
    @Override
    public int requestsForNews() {
        return 2;
    }

    @Override
    public News news(Access access, String feed, Optional<String> cursor) {
        return Webhooks.news(access, feed, cursor);
    }

    @Override
    public int mostKeys(String stream, boolean gone) {
        return gone ? 1 : Pages.SIZE;
    }

    @Override
    public Answer readByKey(Access access, StreamSpec stream, List<String> keys, boolean gone) {
        return gone ? ById.gone(access, stream, keys.getFirst()) : ById.living(access, stream, keys);
    }

    @Override
    public int prepare(Access access, WriteSpec spec) throws HttpFailed {
        try {
            Writes.check(access, spec);
            return Writes.MOST_ROWS;
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public int requests(WriteSpec spec) {
        return Writes.asksFirst(spec) ? 2 : 1;
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        return Writes.write(access, spec, rows);
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
