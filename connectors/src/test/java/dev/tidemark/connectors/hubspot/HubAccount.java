package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.standin.Offline;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.hubspot.HubSpotSandbox;
import dev.tidemark.sandbox.hubspot.Settings;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sandbox's account without sockets, and a walk over a stream as the engine does it. */
final class HubAccount extends Offline {

    static final Map<String, String> OAUTH = Map.of("client_id", HubSpotSandbox.CLIENT_ID);
    static final Map<String, String> OAUTH_SECRETS =
            Map.of("client_secret", HubSpotSandbox.CLIENT_SECRET, "refresh_token", HubSpotSandbox.REFRESH_TOKEN);

    final HubSpotSandbox sandbox;
    final HubSpotConnector connector = new HubSpotConnector();
    final ScriptedApi api = ScriptedApi.of(this);
    TestAccess access = TestAccess.to(connector, Map.of(), Map.of("token", HubSpotSandbox.PRIVATE_APP_TOKEN), api);

    /** Of the pass walked last: the answers that were no pages. */
    final List<Answer> impatient = new ArrayList<>();

    HubAccount(long seed, int size) {
        sandbox = new HubSpotSandbox(
                Settings.standard().withClock(this).withSeed(seed).withSize(size));
    }

    void set(Map<String, String> settings) {
        access = TestAccess.to(connector, settings, Map.of("token", HubSpotSandbox.PRIVATE_APP_TOKEN), api);
    }

    ObjectType type(String name) {
        return sandbox.portal().the(name);
    }

    String create(String type, Map<String, String> properties) {
        return sandbox.portal().create(type(type), properties).id();
    }

    @Override
    protected Response handle(Request request) {
        return sandbox.handle(request);
    }

    StreamSpec stream(String name) throws HttpFailed {
        return connector.describe(access, name).orElseThrow();
    }

    /** Walks a pass and puts its records over what is there: newer over older, by key, deletes as they are told. */
    Map<String, Taken> walk(StreamSpec stream, Reading reading, Map<String, Taken> into) throws BadPage {
        PageRequest request = PageRequest.first(stream, reading);
        impatient.clear();
        for (int step = 0; step < 2_000; step++) {
            Answer answer = connector.read(access, request);
            if (answer instanceof Answer.Page page) {
                var sink = new RecordingSink(stream);
                connector.records(stream, page.raw(), sink);
                sink.records().forEach(record -> {
                    StringBuilder key = new StringBuilder();
                    stream.key().forEach(part -> key.append(record.get(part)).append(' '));
                    into.merge(key.toString().strip(), record, HubAccount::newer);
                });
                if (!(page.next() instanceof Next.More(String token))) {
                    return into;
                }
                request = request.next(token);
            } else if (answer instanceof Answer.Wait(Duration atLeast, String why)) {
                impatient.add(answer);
                later(atLeast);
            } else if (answer instanceof Answer.Retry) {
                impatient.add(answer);
            } else {
                throw new AssertionError(answer.toString());
            }
        }
        throw new AssertionError("the pass did not end");
    }

    private static Taken newer(Taken old, Taken young) {
        return version(young).isBefore(version(old)) ? old : young;
    }

    private static Instant version(Taken record) {
        return record.get("updatedAt") instanceof Instant stamp ? stamp : Instant.EPOCH;
    }

    /** The ids of living rows with one of their values. */
    static Map<String, Object> live(Map<String, Taken> records, String field) {
        Map<String, Object> live = new TreeMap<>();
        records.forEach((key, record) -> {
            if (!record.deleted()) {
                live.put(key, String.valueOf(record.get(field)));
            }
        });
        return live;
    }

    /** What the account holds of a type: living ids with a property. */
    Map<String, Object> truth(String type, String property) {
        Map<String, Object> truth = new TreeMap<>();
        for (StoredObject object : sandbox.portal().store().newest(type)) {
            if (!object.isDeleted()) {
                String value = object.body().path(property).asString("");
                truth.put(object.id(), value.isEmpty() ? "null" : value);
            }
        }
        return truth;
    }
}
