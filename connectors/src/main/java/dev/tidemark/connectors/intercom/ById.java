package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One record by its id, as the only one of a page like those of lists. */
final class ById {

    /** What Intercom says of a record that it has deleted (API reference, "Delete a contact"). */
    static final String DELETED = "deleted";

    private ById() {}

    static boolean can(Kind kind, boolean gone) {
        return switch (kind) {
            case CONTACTS, COMPANIES, CONVERSATIONS -> true;
            case CONVERSATION_PARTS -> !gone;
            case ADMINS, TEAMS, TAGS, SEGMENTS -> false;
        };
    }

    static Answer read(Access access, Kind kind, String id, boolean gone) {
        String what = "the record of " + kind.stream + " that a webhook named";
        return Login.API.page(what, () -> page(access, kind, id, gone, what));
    }

    private static Answer page(Access access, Kind kind, String id, boolean gone, String what)
            throws HttpFailed, Troubled, BadPage {
        String list = kind == Kind.CONVERSATION_PARTS ? Kind.CONVERSATIONS.stream : kind.stream;
        HttpAnswer answer = Login.API.send(access, Login.request(access, "GET", "/" + list + "/" + Params.step(id)));
        if (answer.status() == 404 && !Login.code(answer).isEmpty()) {
            return gone ? tombstone(answer, kind, id) : answer(answer, Pages.RECORDS, new byte[0], 0);
        }
        Login.API.good(answer, what);
        var record = Json.tree(answer.body());
        if (!record.path("id").asString("").equals(id)) {
            return Login.REFUSALS.strange(answer, what, "another record").asAnswer();
        }
        return kind == Kind.CONVERSATION_PARTS
                ? answer(answer, Pages.PARTS + id, answer.body(), 1)
                : answer(answer, Pages.RECORDS, listed(kind, answer.body()), 1);
    }

    /**
     * An event said that it was deleted, and Intercom that it is not there: deleted by then, by Intercom's own clock, so that
     * no search that is behind brings it back.
     */
    private static Answer tombstone(HttpAnswer answer, Kind kind, String id) {
        Optional<Instant> now = answer.serverTimeBefore();
        if (now.isEmpty()) {
            return answer(answer, Pages.RECORDS, new byte[0], 0);
        }
        String record = Json.text(
                Map.of("id", id, DELETED, true, "updated_at", now.get().getEpochSecond()));
        return answer(answer, Pages.RECORDS, listed(kind, record.getBytes(StandardCharsets.UTF_8)), 1);
    }

    private static byte[] listed(Kind kind, byte[] record) {
        var page = new ByteArrayOutputStream(record.length + 32);
        page.writeBytes(("{\"" + kind.records + "\":[").getBytes(StandardCharsets.UTF_8));
        page.writeBytes(record);
        page.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return page.toByteArray();
    }

    private static Answer answer(HttpAnswer answer, String format, byte[] body, int records) {
        return new Answer.Page(
                new RawPage(format, body),
                Next.Done.of(),
                answer.serverTimeBefore(),
                Login.limits(answer),
                OptionalLong.of(records));
    }
}
