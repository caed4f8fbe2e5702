package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Lateness;
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
import dev.tidemark.connector.Slips;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.layout.LayoutFile;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Zendesk Support, read and written. Its page in {@code docs/connectors} tells people what that means. */
public final class ZendeskConnector implements SourceLayout.Offered, Sized, RecordDestination, Hooked, ReadsByKey {

    private static final List<SourceLayout> LAYOUTS = List.of(LayoutFile.of(ZendeskConnector.class, "dbt"));

    /** As many as Zendesk takes in a job. */
    private static final int MOST_ROWS = 100;

    /** Inserted tickets whose answer was lost are looked up one by one, all in the time that one batch may take. */
    private static final int MOST_TICKETS_TO_LOOK_UP = 50;

    private static final ConnectorSpec SPEC = new ConnectorSpec(
            "zendesk",
            "Zendesk",
            Login.SETTINGS,
            // Of the plans in the middle. The default share of it is half, which is what the smallest plan allows.
            List.of(new RateLimit(400, Duration.ofMinutes(1))),
            // Exports leave out what changed in the last minute.
            Duration.ofMinutes(2));

    @Override
    public List<SourceLayout> layouts() {
        return LAYOUTS;
    }

    @Override
    public ConnectorSpec spec() {
        return SPEC;
    }

    @Override
    public Check check(Access access) {
        return Trial.of(access);
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return Feeds.ALL.stream().map(Feed::stream).toList();
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) {
        return Feeds.find(stream).map(Feed::stream);
    }

    @Override
    public Size size(Access access, StreamSpec stream) throws HttpFailed {
        try {
            return Sizes.of(access, Feeds.find(stream.name()).orElseThrow());
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    /** {@inheritDoc} A minute of it is how long exports leave out what has changed. */
    @Override
    public Optional<Lateness> lateness(StreamSpec stream) {
        return Optional.of(Lateness.of(SPEC.safetyLag()).delayed(Duration.ofMinutes(1)));
    }

    /** {@inheritDoc} Some lists go by numbers of pages. */
    @Override
    public Slips slips(StreamSpec stream) {
        return stream.cursor() == StreamSpec.CursorKind.NONE ? Slips.AS_OTHERS_DO : Slips.NEVER;
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        return Pages.read(access, request);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Feed feed = Feeds.find(stream.name()).orElseThrow(() -> new BadPage("no stream " + stream.name()));
        byte[] body = feed.nested() ? Comments.flat(page.body()) : page.body();
        feed.shape().of(stream).read(body, sink);
    }

    @Override
    public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        return Webhooks.hear(secrets, request);
    }

    @Override
    public int mostKeys(String stream, boolean gone) {
        return Pages.SHOWN.contains(stream) && !gone ? Pages.MOST_SHOWN : 0;
    }

    @Override
    public Answer readByKey(Access access, StreamSpec stream, List<String> keys, boolean gone) {
        return Pages.shown(access, stream, keys);
    }

    @Override
    public int prepare(Access access, WriteSpec spec) {
        Target.check(spec);
        boolean oneByOne = spec.stream().equals(Feeds.TICKETS)
                && spec.mode() == Mode.INSERT
                && spec.match().isPresent();
        return oneByOne ? MOST_TICKETS_TO_LOOK_UP : MOST_ROWS;
    }

    /** {@inheritDoc} Organizations named by external id are asked for first; then some may be changed and others made. */
    @Override
    public int requests(WriteSpec spec) {
        if (!Target.asksFirst(spec)) {
            return 1;
        }
        return spec.mode() == Mode.UPSERT ? 3 : 2;
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        return Writing.write(access, spec, rows);
    }

    @Override
    public WriteAnswer outcomes(Access access, WriteSpec spec, List<ModelRow> rows, String job) {
        return new Outcomes(spec, rows).ask(access, job);
    }

    @Override
    public int requestsToLookUp(WriteSpec spec, int rows) {
        return LookUp.requests(spec, rows);
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
