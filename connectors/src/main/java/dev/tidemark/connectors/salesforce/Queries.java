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
import java.util.List;
import java.util.Map;

/**
 * Sends queries. A query travels in the address, which with all headers may have 16,384 bytes (REST API guide); a longer one
 * is put into the body of a composite request, as Salesforce advises (help article 000386264), at the same price of one
 * call.
 */
final class Queries {

    private static final int LONGEST_IN_ADDRESS = 8_000;

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
        String path = Calls.path(access, scope.resource + "?q=" + Params.encoded(soql));
        if (path.length() <= LONGEST_IN_ADDRESS) {
            return HttpRequest.get(Calls.uri(session, path));
        }
        Map<String, Object> only = Map.of("method", "GET", "url", path, "referenceId", "query");
        return HttpRequest.of("POST", Calls.uri(session, Calls.path(access, "/composite")))
                .json(Json.text(Map.of("allOrNone", false, "compositeRequest", List.of(only))));
    }

    /** The answer to the query itself: as it came, or taken out of the composite one around it, byte by byte. */
    static HttpAnswer answer(Exchange exchange) throws Troubled {
        HttpAnswer answer = exchange.answer();
        if (!exchange.request().uri().getPath().endsWith("/composite") || !answer.isSuccess()) {
            return answer;
        }
        try {
            byte[] body = Json.slice(answer.body(), "compositeResponse.body");
            byte[] status = Json.slice(answer.body(), "compositeResponse.httpStatusCode");
            return new HttpAnswer(Json.tree(status).asInt(502), answer.headers(), body, answer.took());
        } catch (BadPage e) {
            throw new Troubled(Errors.strange(answer, "a query in a composite request", e));
        }
    }

    /** One answer to a short question. */
    static HttpAnswer ask(Access access, Scope scope, String soql) throws HttpFailed, Troubled {
        return answer(Calls.send(access, session -> request(access, session, scope, soql)));
    }
}
