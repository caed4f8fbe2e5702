package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connectors.rest.Troubled;
import dev.tidemark.connectors.salesforce.Calls.Exchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Looks for the changes of several objects in one composite request, which counts as one call. */
final class Together {

    private static final String WHAT = "the query of several objects";

    private Together() {}

    /** @param requests at the beginning of a pass each */
    static Map<String, Answer> read(Access access, List<PageRequest> requests) {
        try {
            List<String> paths = requests.stream()
                    .map(request -> Pages.first(access, request))
                    .toList();
            Exchange exchange = Calls.send(access, session -> Queries.together(access, session, paths));
            if (!exchange.answer().isSuccess()) {
                return all(
                        requests, request -> Errors.of(exchange.answer(), WHAT).asAnswer());
            }
            return parts(access, requests, exchange);
        } catch (Troubled e) {
            return all(requests, request -> e.trouble().asAnswer());
        } catch (HttpFailed e) {
            return all(requests, request -> new Answer.Retry("no answer to " + WHAT + ": " + e.getMessage()));
        } catch (ConnectorException e) {
            return all(requests, request -> new Answer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo()));
        }
    }

    private static Map<String, Answer> parts(Access access, List<PageRequest> requests, Exchange exchange) {
        try {
            List<HttpAnswer> parts = Queries.parts(exchange.answer(), requests.size());
            return all(
                    requests,
                    request -> Pages.of(access, request, parts.get(requests.indexOf(request)), exchange.session()));
        } catch (BadPage e) {
            return all(
                    requests,
                    request -> Errors.strange(exchange.answer(), WHAT, e).asAnswer());
        }
    }

    private static Map<String, Answer> all(List<PageRequest> requests, Function<PageRequest, Answer> answer) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        requests.forEach(request -> answers.put(request.stream().name(), answer.apply(request)));
        return answers;
    }
}
