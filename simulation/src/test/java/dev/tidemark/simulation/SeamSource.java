package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Lane;
import dev.tidemark.connector.Lanes;
import dev.tidemark.connector.Lateness;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.ReadsAbreast;
import dev.tidemark.connector.ReadsByKey;
import dev.tidemark.connector.ReadsTogether;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Slips;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A source of which each answer is a seam, and is counted. */
class SeamSource implements SourceConnector {

    /** The same, of a source that can be asked for several streams at once. */
    private static final class OfMany extends SeamSource implements ReadsTogether {

        private final ReadsTogether source;
        private final Sea sea;
        private final Fetched fetched;

        OfMany(SourceConnector source, Sea sea, Fetched fetched) {
            super(source, sea, fetched);
            this.source = (ReadsTogether) source;
            this.sea = sea;
            this.fetched = fetched;
        }

        @Override
        public int mostTogether() {
            return source.mostTogether();
        }

        @Override
        public boolean joins(PageRequest request) {
            return source.joins(request);
        }

        @Override
        public Map<String, Answer> readTogether(Access access, List<PageRequest> requests) {
            Map<String, Answer> answers = source.readTogether(access, requests);
            for (PageRequest request : requests) {
                fetched.answered(
                        request,
                        Objects.requireNonNull(answers.get(request.stream().name())));
            }
            sea.pass("pages answered");
            return answers;
        }
    }

    /** The same, of a source of which several parts can be asked for at the same time. */
    private static final class OfParts extends SeamSource implements ReadsAbreast {

        private final ReadsAbreast source;

        OfParts(SourceConnector source, Sea sea, Fetched fetched) {
            super(source, sea, fetched);
            this.source = (ReadsAbreast) source;
        }

        @Override
        void answered(PageRequest request, Answer answer) {
            fetched().answeredOfParts(request, answer);
        }

        @Override
        public int mostAbreast(Access access) {
            return source.mostAbreast(access);
        }

        @Override
        public Optional<Lanes> lanes(Access access, PageRequest request, int most) {
            return source.lanes(access, request, most);
        }

        @Override
        public Lanes fold(Access access, PageRequest request, Lane lane, Next next, int most) {
            return source.fold(access, request, lane, next, most);
        }
    }

    /** The same, of a source that sends webhooks and can be asked by key. */
    private static final class OfHooked extends SeamSource implements Hooked, ReadsByKey {

        private final SourceConnector source;
        private final Sea sea;

        OfHooked(SourceConnector source, Sea sea, Fetched fetched) {
            super(source, sea, fetched);
            this.source = source;
            this.sea = sea;
        }

        @Override
        public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
            return ((Hooked) source).hear(settings, secrets, request);
        }

        @Override
        public int mostKeys(String stream, boolean gone) {
            return ((ReadsByKey) source).mostKeys(stream, gone);
        }

        @Override
        public Answer readByKey(Access access, StreamSpec stream, List<String> keys, boolean gone) {
            Answer answer = ((ReadsByKey) source).readByKey(access, stream, keys, gone);
            sea.pass("named answered");
            return answer;
        }
    }

    private final SourceConnector source;
    private final Sea sea;
    private final Fetched fetched;

    static SeamSource of(SourceConnector source, Sea sea, Fetched fetched) {
        if (source instanceof ReadsAbreast) {
            return new OfParts(source, sea, fetched);
        }
        if (source instanceof ReadsTogether) {
            return new OfMany(source, sea, fetched);
        }
        return source instanceof Hooked && source instanceof ReadsByKey
                ? new OfHooked(source, sea, fetched)
                : new SeamSource(source, sea, fetched);
    }

    Fetched fetched() {
        return fetched;
    }

    void answered(PageRequest request, Answer answer) {
        fetched.answered(request, answer);
    }

    private SeamSource(SourceConnector source, Sea sea, Fetched fetched) {
        this.source = source;
        this.sea = sea;
        this.fetched = fetched;
    }

    @Override
    public ConnectorSpec spec() {
        return source.spec();
    }

    @Override
    public Check check(Access access) {
        return source.check(access);
    }

    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        return source.discover(access);
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return source.describe(access, stream);
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream, Set<String> named) throws HttpFailed {
        return source.describe(access, stream, named);
    }

    @Override
    public int requestsToDescribe(Set<String> named) {
        return source.requestsToDescribe(named);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        Answer answer = source.read(access, request);
        answered(request, answer);
        sea.pass("page answered");
        return answer;
    }

    @Override
    public boolean readsAll(StreamSpec stream) {
        return source.readsAll(stream);
    }

    @Override
    public boolean forgetsDeletes(StreamSpec stream) {
        return source.forgetsDeletes(stream);
    }

    @Override
    public boolean allTellsDeletes(StreamSpec stream) {
        return source.allTellsDeletes(stream);
    }

    @Override
    public Optional<Lateness> lateness(StreamSpec stream) {
        return source.lateness(stream);
    }

    @Override
    public Slips slips(StreamSpec stream) {
        return source.slips(stream);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        source.records(stream, page, sink);
    }
}
