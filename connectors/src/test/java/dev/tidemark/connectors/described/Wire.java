package dev.tidemark.connectors.described;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.standin.Offline;
import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connector at work on a sandbox, at a time of its own: a little of all that it can do. */
final class Wire extends Offline {
    private static final int MOST_STEPS = 12;

    private Handler api = request -> new Response.Refused();

    void to(Handler sandbox) {
        api = sandbox;
    }

    @Override
    protected Response handle(Request request) {
        return api.handle(request);
    }

    /** The account, with time that goes on. */
    Access access(SourceConnector connector, Map<String, String> settings, Map<String, String> secrets) {
        TestAccess account = TestAccess.to(connector, settings, secrets, ScriptedApi.of(this));
        return new Access() {
            @Override
            public Settings settings() {
                return account.settings();
            }

            @Override
            public Secrets secrets() {
                return account.secrets();
            }

            @Override
            public Http http() {
                return account.http();
            }

            @Override
            public InstantSource clock() {
                return Wire.this;
            }
        };
    }

    /** The first pages of everything that each stream has, and of what changed in it. */
    void read(SourceConnector connector, Access access) throws HttpFailed {
        assertThat(connector.check(access).ok()).isTrue();
        for (StreamSpec stream : connector.discover(access)) {
            String cursor = read(connector, access, PageRequest.first(stream, new Reading.Everything()));
            switch (stream.cursor()) {
                case TIME ->
                    read(
                            connector,
                            access,
                            PageRequest.first(
                                    stream, new Reading.Since(instant().minus(Duration.ofDays(20)))));
                case OPAQUE -> {
                    if (!cursor.isEmpty()) {
                        read(connector, access, PageRequest.first(stream, new Reading.From(cursor)));
                    }
                }
                case NONE -> {}
            }
        }
    }

    /** @return the cursor behind the last page; empty where it was not reached */
    private String read(SourceConnector connector, Access access, PageRequest first) throws HttpFailed {
        PageRequest request = first;
        for (int i = 0; i < MOST_STEPS; i++) {
            PageRequest next = request;
            switch (patiently(() -> connector.read(access, next))) {
                case Answer.Page page -> {
                    if (page.next() instanceof Next.Done(var cursor)) {
                        return cursor.orElse("");
                    }
                    request = request.next(((Next.More) page.next()).token());
                }
                case Answer.Wait wait -> later(wait.atLeast());
                case Answer.Later later -> {
                    later(later.atLeast());
                    request = request.next(later.token());
                }
                case Answer.Resume resume -> request = request.next(resume.token());
                case Answer other -> throw new AssertionError(request.stream().name() + ": " + other);
            }
        }
        return "";
    }

    /** Writes one row, and looks it up where rows can be. */
    void write(RecordDestination connector, Access access, WriteSpec spec, Map<String, @Nullable Object> values)
            throws HttpFailed {
        List<ModelRow> rows = List.of(new ModelRow("key", "hash", values, 0));
        connector.prepare(access, spec);
        WriteAnswer answer = patiently(() -> connector.write(access, spec, rows));
        assertThat(answer)
                .as(spec.toString())
                .isInstanceOfAny(WriteAnswer.Done.class, WriteAnswer.Refused.class, WriteAnswer.Working.class);
        if (spec.match().isPresent()) {
            patiently(() -> connector.lookUp(access, spec, rows));
        }
    }

    private interface Asking<T> {
        T ask() throws HttpFailed;
    }

    private <T> T patiently(Asking<T> asking) throws HttpFailed {
        while (true) {
            try {
                return asking.ask();
            } catch (NotNow e) {
                later(e.shortestWait());
            }
        }
    }
}
