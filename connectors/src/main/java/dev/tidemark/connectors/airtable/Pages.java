package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Pages of a table's records, in the table's own order, by the iterator that the first one began. */
final class Pages {

    static final String RECORDS = "records";

    static final int SIZE = 100;

    /** An address with all headers may have 16,000 characters (API reference, "URL length limit"). */
    private static final int LONGEST_IN_ADDRESS = 8_000;

    /** The iterator behind an offset has run out: it lives for some minutes. */
    private static final List<String> FORGOTTEN =
            List.of("LIST_RECORDS_ITERATOR_NOT_AVAILABLE", "INVALID_OFFSET_VALUE");

    private Pages() {}

    static Answer read(Access access, PageRequest request) {
        String what = "the list of records of " + request.stream().name();
        return Login.API.page(what, () -> page(access, request, what));
    }

    private static Answer page(Access access, PageRequest request, String what) throws HttpFailed, Troubled, BadPage {
        HttpAnswer answer = Login.API.send(access, ask(access, request));
        if (!answer.isSuccess()) {
            String code = Login.error(answer).map(ApiError::code).orElse("");
            return FORGOTTEN.contains(code)
                    ? new Answer.StartOver("Airtable has let go of the place in the list: " + code)
                    : Login.refusal(answer, what).asAnswer();
        }
        Envelope envelope = Envelope.of(answer.body(), RECORDS, "");
        if (!envelope.hasRecords()) {
            return Login.API.refusals().strange(answer, what, "no records").asAnswer();
        }
        Optional<String> offset = envelope.find("offset").filter(text -> !text.isEmpty());
        return new Answer.Page(
                new RawPage("json", answer.body()),
                offset.<Next>map(Next.More::new).orElseGet(Next.Done::of),
                answer.serverTimeBefore(),
                Limits.UNKNOWN,
                OptionalLong.empty());
    }

    static List<String> cells(StreamSpec stream) {
        return stream.fields().stream()
                .map(Field::name)
                .filter(name -> !Base.place(name).equals(List.of(name)))
                .map(Base::cell)
                .toList();
    }

    private static HttpRequest ask(Access access, PageRequest request) {
        String path =
                "/v0/" + Login.base(access) + "/" + Params.step(request.stream().name());
        List<String> cells = cells(request.stream());
        StringBuilder query = new StringBuilder("?pageSize=" + SIZE);
        request.after().ifPresent(offset -> query.append("&offset=").append(Params.encoded(offset)));
        cells.forEach(cell -> query.append("&fields%5B%5D=").append(Params.encoded(cell)));
        if (path.length() + query.length() <= LONGEST_IN_ADDRESS) {
            return Login.API.request(access, "GET", path + query);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("pageSize", SIZE);
        request.after().ifPresent(offset -> body.put("offset", offset));
        body.put("fields", cells);
        return Login.API.request(access, "POST", path + "/listRecords").json(Json.text(body));
    }
}
