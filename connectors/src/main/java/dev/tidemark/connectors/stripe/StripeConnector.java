package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.Sized;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.layout.LayoutFile;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stripe, as a source and as a destination. */
public final class StripeConnector implements SourceLayout.Offered, Sized, RecordDestination, Hooked {

    private static final List<SourceLayout> LAYOUTS = List.of(LayoutFile.of(StripeConnector.class, "dbt"));

    /** Events are shown within seconds; each that is read again costs a request, so the overlap is short. */
    private static final Duration SAFETY_LAG = Duration.ofMinutes(2);

    /** What a sandbox account and each endpoint of a live one allow; a live account allows 100 in all. */
    private static final RateLimit BY_THE_SECOND = new RateLimit(25, Duration.ofSeconds(1));

    @Override
    public List<SourceLayout> layouts() {
        return LAYOUTS;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("stripe", "Stripe", Stripe.SETTINGS, List.of(BY_THE_SECOND), SAFETY_LAG);
    }

    @Override
    public Check check(Access access) {
        return Trial.of(access);
    }

    /** {@inheritDoc} They are the same for every account, and nothing is asked. */
    @Override
    public List<StreamSpec> discover(Access access) {
        return Catalogue.all();
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) {
        return Catalogue.find(stream);
    }

    /** {@inheritDoc} Events are forgotten after thirty days, and happened all the same. */
    @Override
    public boolean readsAll(StreamSpec stream) {
        return !stream.name().equals("events");
    }

    /** {@inheritDoc} Nothing is asked: no list of Stripe's tells how long it is. */
    @Override
    public Size size(Access access, StreamSpec stream) {
        return Size.paged(Amount.unknown("Stripe does not say how many there are"), Pages.MOST);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        return Pages.read(access, request);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Records.read(stream, page, sink);
    }

    @Override
    public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        return Webhooks.hear(secrets, request);
    }

    /** {@inheritDoc} Stripe takes one record a request. */
    @Override
    public int prepare(Access access, WriteSpec spec) {
        Writing.check(spec);
        return 1;
    }

    @Override
    public int requests(WriteSpec spec) {
        return Writing.requests(spec);
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        if (rows.size() != 1) {
            throw new IllegalArgumentException("Stripe takes one record a request, not " + rows.size());
        }
        return Write.of(access, spec, rows.getFirst());
    }

    @Override
    public Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed {
        try {
            return Write.lookUp(access, spec, rows);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }
}
