package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.standin.Offline;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.zendesk.Settings;
import dev.tidemark.sandbox.zendesk.ZendeskSandbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The sandbox's account without sockets, and a walk over a stream as the engine does it. */
final class SandboxDesk extends Offline {

    final ZendeskSandbox sandbox;
    final ZendeskConnector connector = new ZendeskConnector();
    final Access access;

    /** How often the pass walked last had to be asked again. */
    int again;

    SandboxDesk(long seed, int tickets) {
        sandbox = new ZendeskSandbox(
                Settings.standard().withClock(this).withSeed(seed).withTickets(tickets));
        TestAccess account = TestAccess.to(
                connector,
                Map.of(
                        "url", "http://acme.sandbox.example",
                        "sign_in", "oauth",
                        "client_id", ZendeskSandbox.CLIENT_ID),
                Map.of(
                        "client_secret", ZendeskSandbox.CLIENT_SECRET,
                        "refresh_token", ZendeskSandbox.REFRESH_TOKEN),
                ScriptedApi.of(this));
        access = at(account, this);
    }

    /** The account, with time that goes on. */
    private static Access at(TestAccess account, InstantSource clock) {
        return new Access() {
            @Override
            public dev.tidemark.connector.Settings settings() {
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
                return clock;
            }
        };
    }

    @Override
    protected Response handle(Request request) {
        return sandbox.handle(request);
    }

    /** A table, as the engine keeps it: its records, and from where the next pass goes on. */
    final class Kept {
        final StreamSpec stream;
        final Map<String, Taken> records = new HashMap<>();
        private Reading next = new Reading.Everything();

        Kept(String name) {
            stream = connector.describe(access, name).orElseThrow();
        }

        /** One pass; records over what is there: newer over older, by key, deletes as they are told. */
        void refresh() throws BadPage {
            PageRequest request = PageRequest.first(stream, next);
            Optional<Instant> began = Optional.empty();
            again = 0;
            for (int step = 0; step < 2_000; step++) {
                Answer answer;
                try {
                    answer = connector.read(access, request);
                } catch (NotNow e) {
                    later(e.shortestWait());
                    again++;
                    continue;
                }
                switch (answer) {
                    case Answer.Page page -> {
                        began = began.or(page::serverTime);
                        var sink = new RecordingSink(stream);
                        connector.records(stream, page.raw(), sink);
                        sink.records().forEach(record -> records.merge(key(record), record, this::newer));
                        switch (page.next()) {
                            case Next.More(String token) -> request = request.next(token);
                            case Next.Done(Optional<String> cursor) -> {
                                passed(began, cursor);
                                return;
                            }
                        }
                    }
                    case Answer.Wait wait -> {
                        again++;
                        later(wait.atLeast());
                    }
                    case Answer.Retry retry -> again++;
                    case Answer.Resume resume -> request = request.next(resume.token());
                    case Answer.Later later -> request = request.next(later.token());
                    case Answer.StartOver over -> throw new AssertionError(over.toString());
                    case Answer.Stop stop -> throw new AssertionError(stop.toString());
                }
            }
            throw new AssertionError("the pass did not end");
        }

        /** What is kept of a record. */
        Taken record(String key) {
            return Objects.requireNonNull(records.get(key), key);
        }

        private void passed(Optional<Instant> began, Optional<String> cursor) {
            if (stream.cursor() == CursorKind.TIME) {
                next = new Reading.Since(
                        began.orElseThrow().minus(connector.spec().safetyLag()));
            } else if (cursor.isPresent()) {
                next = new Reading.From(cursor.get());
            }
        }

        private String key(Taken record) {
            return String.valueOf(record.get(stream.key().getFirst()));
        }

        private Taken newer(Taken old, Taken young) {
            return version(young).isBefore(version(old)) ? old : young;
        }

        private Instant version(Taken record) {
            return stream.versionField()
                    .map(record::get)
                    .map(Instant.class::cast)
                    .orElse(Instant.EPOCH);
        }

        /** The records that are not deleted, by key. */
        Map<String, Map<String, Object>> live() {
            Map<String, Map<String, Object>> live = new HashMap<>();
            records.forEach((key, record) -> {
                if (!record.deleted()) {
                    live.put(key, record.values());
                }
            });
            return live;
        }
    }
}
