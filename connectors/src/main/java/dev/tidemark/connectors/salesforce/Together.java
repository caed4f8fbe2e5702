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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks for the changes of several objects in one composite request, which counts as one call. */
final class Together {

    private Together() {}

    /** @param requests at the beginning of a pass each */
    static Map<String, Answer> read(Access access, List<PageRequest> requests) {
        String what = "the query of "
                + requests.stream().map(request -> request.stream().name()).collect(Collectors.joining(", "));
        Map<PageRequest, List<String>> paths = new LinkedHashMap<>();
        requests.forEach(request -> paths.put(request, Pages.first(access, request)));
        List<String> asked = paths.values().stream().flatMap(List::stream).toList();
        try {
            Exchange exchange = Calls.send(access, session -> Queries.together(access, session, asked));
            if (!exchange.answer().isSuccess()) {
                return all(requests, Errors.of(exchange.answer(), what).asAnswer());
            }
            return parts(access, paths, asked.size(), exchange, what);
        } catch (Troubled e) {
            return all(requests, e.trouble().asAnswer());
        } catch (HttpFailed e) {
            return all(requests, new Answer.Retry("no answer to " + what + ": " + e.getMessage()));
        } catch (ConnectorException e) {
            return all(requests, new Answer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo()));
        }
    }

    private static Map<String, Answer> parts(
            Access access, Map<PageRequest, List<String>> paths, int asked, Exchange exchange, String what) {
        try {
            Iterator<HttpAnswer> parts = Queries.parts(exchange.answer(), asked).iterator();
            Map<String, Answer> answers = new LinkedHashMap<>();
            paths.forEach((request, own) -> {
                List<HttpAnswer> mine = own.stream().map(path -> parts.next()).toList();
                answers.put(request.stream().name(), Pages.of(access, request, mine, exchange.session()));
            });
            return answers;
        } catch (BadPage e) {
            return all(
                    List.copyOf(paths.keySet()),
                    Errors.strange(exchange.answer(), what, e).asAnswer());
        }
    }

    private static Map<String, Answer> all(List<PageRequest> requests, Answer answer) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        requests.forEach(request -> answers.put(request.stream().name(), answer));
        return answers;
    }
}
