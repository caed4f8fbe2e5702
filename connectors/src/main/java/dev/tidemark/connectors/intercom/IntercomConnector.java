package dev.tidemark.connectors.intercom;

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
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.json.Conversions;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.json.Shape;
import dev.tidemark.connectors.rest.Checkup;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Intercom, as a source and as a destination. */
public final class IntercomConnector implements SourceConnector, Sized, RecordDestination, Hooked, ReadsByKey {

    /** Ten thousand a minute, dealt out in windows of ten seconds (docs, "Rate limiting"). */
    private static final RateLimit PER_WINDOW = new RateLimit(1_666, Login.WINDOW);

    /** Search knows new contacts only after a while (API reference, "Search contacts"). */
    private static final Duration SAFETY_LAG = Duration.ofMinutes(10);

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("intercom", "Intercom", Login.SETTINGS, List.of(PER_WINDOW), SAFETY_LAG);
    }

    @Override
    public Check check(Access access) {
        return new Checkup("Intercom", "'url'")
                .then("sign in", () -> {
                    var me = Login.API.tree(access, Login.request(access, "GET", "/me"), "the app");
                    return "signed in to " + me.path("app").path("name").asString("a workspace");
                })
                .done();
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return Arrays.stream(Kind.values()).map(Kind::spec).toList();
    }

    /** {@inheritDoc} Of a long conversation only the newest parts are answered. */
    @Override
    public boolean readsAll(StreamSpec stream) {
        return !stream.name().equals(Kind.CONVERSATION_PARTS.stream);
    }

    @Override
    public Optional<Lateness> lateness(StreamSpec stream) {
        return readsAll(stream) ? Optional.of(Lateness.of(SAFETY_LAG)) : Optional.empty();
    }

    /** {@inheritDoc} What is searched for comes with the newest change first. */
    @Override
    public Slips slips(StreamSpec stream) {
        return stream.cursor() == StreamSpec.CursorKind.TIME ? Slips.AS_IT_CHANGES : Slips.AS_OTHERS_DO;
    }

    @Override
    public Size size(Access access, StreamSpec stream) throws HttpFailed {
        try {
            return Sizes.of(access, Kind.of(stream.name()).orElseThrow());
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        return Pages.read(access, request);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        if (page.format().equals(Pages.NAMES)) {
            Json.tree(page.body());
            return;
        }
        Kind kind = Kind.of(stream.name()).orElseThrow(() -> new BadPage("no stream " + stream.name()));
        Shape shape = Shape.at(kind.records)
                .spelt(Conversions.EPOCH_SECONDS)
                .objectsAreNone()
                .deletedWhere(ById.DELETED, "true");
        Shape whole = page.format().startsWith(Pages.PARTS)
                ? shape.given("conversation_id", page.format().substring(Pages.PARTS.length()))
                : shape;
        whole.of(stream).read(page.body(), sink);
    }

    @Override
    public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        return Webhooks.hear(secrets, request);
    }

    /** {@inheritDoc} The parts of a conversation are asked for by its id. */
    @Override
    public int mostKeys(String stream, boolean gone) {
        return Kind.of(stream).filter(kind -> ById.can(kind, gone)).isPresent() ? 1 : 0;
    }

    @Override
    public Answer readByKey(Access access, StreamSpec stream, List<String> keys, boolean gone) {
        return ById.read(access, Kind.of(stream.name()).orElseThrow(), keys.getFirst(), gone);
    }

    @Override
    public int prepare(Access access, WriteSpec spec) {
        Writes.check(spec);
        return 1;
    }

    @Override
    public int requests(WriteSpec spec) {
        return Writes.requests(spec);
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        return Writes.write(access, spec, rows);
    }

    @Override
    public int requestsToLookUp(WriteSpec spec, int rows) {
        return rows;
    }

    @Override
    public Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed {
        try {
            return Writes.lookUp(access, spec, rows);
        } catch (Troubled e) {
            throw e.trouble().thrown();
        }
    }
}
