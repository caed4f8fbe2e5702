package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connectors.manifest.stream.Dynamic;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Outcome;
import dev.tidemark.connectors.manifest.stream.Position;
import dev.tidemark.connectors.manifest.stream.Rigour;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Reads what an API says of its own streams and fields, a request at a time. */
final class Search implements Asker.Told {

    private static final int MOST_REQUESTS = 10_000;

    private final Machine machine;
    private final Discreet tokens;
    private final Access access;
    private final List<Dynamic.Values> found = new ArrayList<>();

    /** @param components the stream whose records are what is looked for */
    Search(StreamModel components, Access access, ManifestConfig config) {
        this.access = access;
        this.machine = new Machine(components, config.of(access), access.clock(), new Rigour(true, Duration.ZERO));
        this.tokens = new Discreet(new KeptTokens(access.secrets()), config.secrets(access));
    }

    /** What the requests so far brought. */
    List<Dynamic.Values> found() {
        return found;
    }

    /** One request. A page says by its token where to go on, and has no records of anybody's. */
    Answer step(Optional<String> at) {
        Position position;
        try {
            position = at.isPresent() ? Position.of(tokens.shown(at.get())) : machine.start(Map.of());
        } catch (IllegalArgumentException e) {
            return new Answer.StartOver("the position is none that this manifest knows: " + e.getMessage());
        }
        return new Asker(access, machine, tokens, this).from(position);
    }

    /**
     * Makes all requests that are needed.
     *
     * @param isEnough whether what was found so far will do
     * @throws HttpFailed where one of them brought no answer, or the API asks for patience
     * @throws ConnectorException where a person must act
     */
    List<Dynamic.Values> through(Predicate<List<Dynamic.Values>> isEnough) throws HttpFailed {
        Optional<String> at = Optional.empty();
        for (int i = 0; i < MOST_REQUESTS; i++) {
            switch (step(at)) {
                case Answer.Page page -> {
                    if (isEnough.test(found) || !(page.next() instanceof Next.More(String token))) {
                        return found;
                    }
                    at = Optional.of(token);
                }
                case Answer.Later later -> at = Optional.of(later.token());
                case Answer.Stop stop -> throw new ConnectorException(stop.code(), stop.why(), stop.whatToDo());
                case Answer.Wait wait -> throw new HttpFailed(wait.why(), false);
                case Answer.Retry retry -> throw new HttpFailed(retry.why(), false);
                case Answer.Resume resume -> at = Optional.of(resume.token());
                case Answer.StartOver over -> at = Optional.empty();
            }
        }
        return found;
    }

    @Override
    public Answer read(Outcome.Read read, HttpAnswer answer) {
        read.records().forEach(record -> found.add(Dynamic.values(record, read.page())));
        Position settled = machine.settled(read.next());
        return page(settled.isDone() ? Next.Done.of() : new Next.More(tokens.hidden(settled.text())));
    }

    private static Answer page(Next next) {
        return new Answer.Page(
                Archived.page(Optional.empty(), Optional.empty(), 0, Map.of(), new byte[0]),
                next,
                Optional.empty(),
                Limits.UNKNOWN,
                OptionalLong.empty());
    }

    @Override
    public Answer later(Position settled, Duration pause, String why) {
        return new Answer.Later(tokens.hidden(settled.text()), pause, why);
    }

    @Override
    public Answer done(Position at) {
        return page(Next.Done.of());
    }
}
