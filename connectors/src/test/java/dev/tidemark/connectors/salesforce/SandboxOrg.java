package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.standin.Offline;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sandbox's org without sockets, an account on it, and a walk over a stream as the engine does it. */
final class SandboxOrg extends Offline {

    final SalesforceSandbox sandbox;
    final SalesforceConnector connector = new SalesforceConnector();
    final ScriptedApi api = ScriptedApi.of(this);
    final TestAccess account;

    /** The account, by a clock that goes with the org's. */
    final Access access = new Access() {
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
            return SandboxOrg.this;
        }
    };

    /** Of the pass walked last: the source's time before it began, and how often it had to be asked again. */
    Optional<Instant> began = Optional.empty();

    int again;

    SandboxOrg(long seed, int size) {
        this(seed, size, "auto");
    }

    /** @param bulk the setting of this name */
    SandboxOrg(long seed, int size, String bulk) {
        account = TestAccess.to(
                connector,
                Map.of("client_id", SalesforceSandbox.CLIENT_ID, "url", "http://login.sandbox.example", "bulk", bulk),
                Map.of("client_secret", SalesforceSandbox.CLIENT_SECRET),
                api);
        sandbox = new SalesforceSandbox(
                Settings.standard().withClock(this).withSeed(seed).withSize(size));
    }

    @Override
    protected Response handle(Request request) {
        return sandbox.handle(request);
    }

    /** Walks a pass and puts its records over what is there: newer over older, by key, deletes as they are told. */
    void walk(StreamSpec stream, Reading reading, Map<String, Taken> into) throws BadPage {
        PageRequest request = PageRequest.first(stream, reading);
        began = Optional.empty();
        again = 0;
        for (int step = 0; step < 2_000; step++) {
            Answer answer = connector.read(access, request);
            switch (answer) {
                case Answer.Page page -> {
                    began = began.or(page::serverTime);
                    var sink = new RecordingSink(stream);
                    connector.records(stream, page.raw(), sink);
                    sink.records().forEach(record -> into.merge(key(record), record, SandboxOrg::newer));
                    if (!(page.next() instanceof Next.More(String token))) {
                        return;
                    }
                    request = request.next(token);
                }
                case Answer.Wait wait -> again++;
                case Answer.Retry retry -> again++;
                case Answer.Resume resume -> request = request.next(resume.token());
                case Answer.Later later -> {
                    began = began.or(later::serverTime);
                    later(later.atLeast());
                    request = request.next(later.token());
                }
                case Answer.StartOver over -> throw new AssertionError(over.toString());
                case Answer.Stop stop -> throw new AssertionError(stop.toString());
            }
        }
        throw new AssertionError("the pass did not end");
    }

    private static String key(Taken record) {
        return String.valueOf(record.get("Id"));
    }

    private static Taken newer(Taken old, Taken young) {
        return version(young).isBefore(version(old)) ? old : young;
    }

    private static Instant version(Taken record) {
        return record.get("SystemModstamp") instanceof Instant stamp ? stamp : Instant.EPOCH;
    }

    /** What an analyst would compare: the live records' values, without those that move without a trace. */
    static Map<String, Map<String, @Nullable Object>> live(StreamSpec stream, Map<String, Taken> records) {
        Map<String, Map<String, @Nullable Object>> live = new TreeMap<>();
        records.forEach((key, record) -> {
            if (!record.deleted()) {
                Map<String, @Nullable Object> values = new TreeMap<>(record.values());
                values.keySet().removeAll(stream.notVouched());
                live.put(key, values);
            }
        });
        return live;
    }
}
