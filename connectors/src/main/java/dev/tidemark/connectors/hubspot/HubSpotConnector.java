package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpAnswer;
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
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.layout.LayoutFile;
import dev.tidemark.connectors.rest.Checkup;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** HubSpot, as a source and as a destination. */
public final class HubSpotConnector implements SourceLayout.Offered, Sized, RecordDestination, Hooked, ReadsByKey {

    /** Of a batch read (CRM objects API). */
    private static final int MOST_KEYS = 100;

    private static final List<SourceLayout> LAYOUTS = List.of(LayoutFile.of(HubSpotConnector.class, "dbt"));

    /**
     * A search knows of a change "a few moments" after it was made (CRM search guide); nobody says how many. Five minutes of
     * overlap cost little.
     */
    private static final Duration SAFETY_LAG = Duration.ofMinutes(5);

    /** Searches, by which changes are found, are five a second for the account (CRM search guide); all else is more. */
    private static final RateLimit SEARCHES = new RateLimit(5, Duration.ofSeconds(1));

    /** The smallest allowance of a private app; a larger one is read from the answers. */
    private static final RateLimit DAILY = new RateLimit(250_000, Duration.ofDays(1));

    @Override
    public List<SourceLayout> layouts() {
        return LAYOUTS;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("hubspot", "HubSpot", Hub.SETTINGS, List.of(SEARCHES, DAILY), SAFETY_LAG);
    }

    @Override
    public Check check(Access access) {
        return new Checkup("HubSpot", "'url'")
                .then("sign in", () -> account(access))
                .then("contacts", () -> contacts(access))
                .done();
    }

    private static String account(Access access) throws HttpFailed, Troubled, BadPage {
        JsonNode account = Hub.API.tree(
                access, Hub.API.request(access, "GET", "/account-info/v3/details"), "the account's details");
        if (!account.has("portalId")) {
            throw new BadPage("no portalId");
        }
        return "account " + account.path("portalId").asString("") + ", data in "
                + account.path("dataHostingLocation").asString("?");
    }

    private static String contacts(Access access) throws HttpFailed, Troubled, BadPage {
        String what = "the list of contacts";
        HttpAnswer answer = Hub.API.send(access, Hub.API.request(access, "GET", "/crm/v3/objects/contacts?limit=1"));
        if (answer.status() == 403) {
            return "the app may not see contacts: they stay out";
        }
        if (!Hub.API.tree(answer, what).path("results").isArray()) {
            throw new BadPage("no results");
        }
        return "contacts can be read";
    }

    /** {@inheritDoc} A type that the app may not see is left out. */
    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        try {
            return Streams.all(access);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        try {
            return Streams.one(access, stream);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    /** {@inheritDoc} HubSpot forgets old values of properties, which were true all the same. */
    @Override
    public boolean readsAll(StreamSpec stream) {
        return !(kind(stream) instanceof Kind.Histories);
    }

    @Override
    public Size size(Access access, StreamSpec stream) throws HttpFailed {
        try {
            return Sizes.of(access, stream, kind(stream));
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        return switch (kind(request.stream())) {
            case Kind.Records records -> RecordPages.records(access, request, records);
            case Kind.Links links -> LinkPages.read(access, request, links);
            case Kind.Owners owners -> RecordPages.owners(access, request);
            case Kind.Histories histories -> HistoryPages.read(access, request, histories);
            case Kind.Definitions definitions -> DefinitionPages.read(access, request, definitions);
            case Kind.Lists lists -> ListPages.lists(access, request);
            case Kind.Members members -> ListPages.members(access, request);
        };
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Records.read(kind(stream), stream, page, sink);
    }

    @Override
    public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        return Webhooks.hear(secrets, request);
    }

    @Override
    public int mostKeys(String stream, boolean gone) {
        return Kind.of(stream).filter(Kind.Records.class::isInstance).isPresent() ? MOST_KEYS : 0;
    }

    @Override
    public Answer readByKey(Access access, StreamSpec stream, List<String> keys, boolean gone) {
        if (!(kind(stream) instanceof Kind.Records kind)) {
            throw new IllegalArgumentException(stream.name() + " is not read by key");
        }
        return RecordPages.byId(access, stream, kind, keys, gone);
    }

    private static Kind kind(StreamSpec stream) {
        return Kind.of(stream.name())
                .orElseThrow(() -> new IllegalArgumentException("not a stream of HubSpot: " + stream.name()));
    }

    @Override
    public int prepare(Access access, WriteSpec spec) throws HttpFailed {
        try {
            Batches.check(access, spec);
            return Batches.MOST_ROWS;
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        return Batches.write(access, spec, rows);
    }

    @Override
    public Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed {
        try {
            return Batches.lookUp(access, spec, rows);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }
}
