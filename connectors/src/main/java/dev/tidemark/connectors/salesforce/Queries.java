package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import dev.tidemark.connectors.salesforce.Calls.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends queries. A query travels in the address, which with all headers may have 16,384 bytes (REST API guide); a longer one
 * is put into the body of a composite request, as Salesforce advises (help article 000386264), at the same price of one
 * call.
 */
final class Queries {

    /** The most queries that one composite request may hold (REST API guide, "Composite"). */
    static final int MOST_TOGETHER = 5;

    private static final int LONGEST_IN_ADDRESS = 8_000;

    /** By which a part of a composite request is told from the others. */
    private static final String PART = "part";

    private Queries() {}

    /** Whether deleted records are answered too. */
    enum Scope {
        LIVE("/query"),
        WITH_DELETED("/queryAll");

        private final String resource;

        Scope(String resource) {
            this.resource = resource;
        }
    }

    static HttpRequest request(Access access, Session session, Scope scope, String soql) {
        String path = path(access, scope, soql);
        if (path.length() <= LONGEST_IN_ADDRESS) {
            return HttpRequest.get(Calls.uri(session, path));
        }
        return together(access, session, List.of(path));
    }

    static String path(Access access, Scope scope, String soql) {
        return Calls.path(access, scope.resource + "?q=" + Params.encoded(soql));
    }

    /** One call for several addresses, of which any may fail and no other is touched. */
    static HttpRequest together(Access access, Session session, List<String> paths) {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (String path : paths) {
            parts.add(Map.of("method", "GET", "url", path, "referenceId", PART + parts.size()));
        }
        return HttpRequest.of("POST", Calls.uri(session, Calls.path(access, "/composite")))
                .json(Json.text(Map.of("allOrNone", false, "compositeRequest", parts)));
    }

    /**
     * The answers to the parts of such a call in the order asked, whatever theirs is, each with the headers of the whole.
     *
     * @throws BadPage where one is missing
     */
    static List<HttpAnswer> parts(HttpAnswer whole, int asked) throws BadPage {
        Map<String, HttpAnswer> found = new HashMap<>();
        for (byte[] part : Json.elements(whole.body(), "compositeResponse")) {
            int status = Json.tree(Json.slice(part, "httpStatusCode")).asInt(502);
            found.put(
                    Json.tree(Json.slice(part, "referenceId")).asString(""),
                    new HttpAnswer(status, whole.headers(), Json.slice(part, "body"), whole.took()));
        }
        List<HttpAnswer> answers = new ArrayList<>();
        for (int i = 0; i < asked; i++) {
            HttpAnswer answer = found.get(PART + i);
            if (answer == null) {
                throw new BadPage("there is no answer to part " + (i + 1) + " of " + asked);
            }
            answers.add(answer);
        }
        return answers;
    }

    /** The answer to the query itself: as it came, or taken out of the composite one around it, byte by byte. */
    static HttpAnswer answer(Exchange exchange) throws Troubled {
        HttpAnswer answer = exchange.answer();
        if (!exchange.request().uri().getPath().endsWith("/composite") || !answer.isSuccess()) {
            return answer;
        }
        try {
            return parts(answer, 1).getFirst();
        } catch (BadPage e) {
            throw new Troubled(Errors.strange(answer, "a query in a composite request", e));
        }
    }

    /** One answer to a short question. */
    static HttpAnswer ask(Access access, Scope scope, String soql) throws HttpFailed, Troubled {
        return answer(Calls.send(access, session -> request(access, session, scope, soql)));
    }
}
