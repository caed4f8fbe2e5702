package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Params;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Records by their ids. */
final class ById {

    /** What Airtable answers of a record that it has deleted (API reference, "Delete record"). */
    static final String DELETED = "deleted";

    private ById() {}

    /** A list that is filtered by id. */
    static Answer living(Access access, StreamSpec stream, List<String> ids) {
        String what = "the records of " + stream.name() + " that a webhook named";
        String formula = ids.stream()
                .filter(id -> id.matches("rec[A-Za-z0-9]{1,40}"))
                .map(id -> "RECORD_ID()='" + id + "'")
                .collect(Collectors.joining(",", "OR(", ")"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("pageSize", Pages.SIZE);
        body.put("filterByFormula", formula);
        body.put("fields", Pages.cells(stream));
        return Login.API.page(what, () -> {
            HttpAnswer answer = Login.ask(
                    access,
                    Login.API
                            .request(access, "POST", path(access, stream) + "/listRecords")
                            .json(Json.text(body)),
                    what);
            Envelope envelope = Envelope.of(answer.body(), Pages.RECORDS, "");
            return envelope.hasRecords()
                    ? page(answer, answer.body(), envelope.count())
                    : Login.API.refusals().strange(answer, what, "no records").asAnswer();
        });
    }

    /**
     * One that the feed calls destroyed. Only "not found" is Airtable's word that it is gone: a table that may not be seen is
     * refused in other words.
     */
    static Answer gone(Access access, StreamSpec stream, String id) {
        String what = "the record of " + stream.name() + " that a webhook called deleted";
        return Login.API.page(what, () -> {
            HttpAnswer answer = Login.API.send(
                    access, Login.API.request(access, "GET", path(access, stream) + "/" + Params.step(id)));
            String code = Login.error(answer).map(ApiError::code).orElse("");
            if (answer.status() == 404 && (code.equals("NOT_FOUND") || code.equals("MODEL_ID_NOT_FOUND"))) {
                String page = Json.text(Map.of(Pages.RECORDS, List.of(Map.of(Base.ID, id, DELETED, true))));
                return page(answer, page.getBytes(StandardCharsets.UTF_8), 1);
            }
            // It is there, or that is not for us to know: either way nothing is deleted.
            return answer.isSuccess() || answer.status() == 403
                    ? page(answer, new byte[0], 0)
                    : Login.refusal(answer, what).asAnswer();
        });
    }

    private static String path(Access access, StreamSpec stream) {
        return "/v0/" + Login.base(access) + "/" + Params.step(stream.name());
    }

    private static Answer page(HttpAnswer answer, byte[] body, long records) {
        return new Answer.Page(
                new RawPage("json", body),
                Next.Done.of(),
                answer.serverTimeBefore(),
                Limits.UNKNOWN,
                OptionalLong.of(records));
    }
}
