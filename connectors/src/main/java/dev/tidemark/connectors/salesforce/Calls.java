package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connectors.rest.Discreet;
import dev.tidemark.connectors.rest.Troubled;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to the org's REST API: signed in, and once more with a new session where the first was refused. */
final class Calls {

    /** {@code api-usage=18/15000}, over the last 24 hours. Missing on some answers; lags, and jumps back and forth. */
    private static final Pattern USAGE = Pattern.compile("(?:^|;\\s*)api-usage=(\\d{1,12})/(\\d{1,12})");

    /** A queue of long queries is cut off by Salesforce after two minutes. */
    private static final Duration TIMEOUT = Duration.ofSeconds(150);

    static final String ACCEPT = "Accept";

    /** Answers of an instance that the org has moved away from; a new sign-in tells the new one. */
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

    private Calls() {}

    /** Makes the request for a session; asked again where that one was refused. */
    interface Ask {
        HttpRequest in(Session session);
    }

    /** What was asked in the end, in which session, and the answer, whatever its status. */
    record Exchange(Session session, HttpRequest request, HttpAnswer answer) {}

    static Exchange send(Access access, Ask ask) throws HttpFailed, Troubled {
        Exchange first = once(access, SignIn.session(access), ask);
        int status = first.answer().status();
        if (status != 401 && !MOVED.contains(status)) {
            return first;
        }
        return once(access, SignIn.renew(access, first.session()), ask);
    }

    private static Exchange once(Access access, Session session, Ask ask) throws HttpFailed {
        HttpRequest request = ask.in(session)
                .header("Authorization", "Bearer " + session.token())
                .timeout(TIMEOUT);
        if (!request.headers().containsKey(ACCEPT)) {
            request = request.header(ACCEPT, "application/json");
        }
        return new Exchange(session, request, Discreet.answer(access.http().send(request), List.of(session.token())));
    }

    /** @throws Troubled where the answer is not a success */
    static HttpAnswer get(Access access, String path, String what) throws HttpFailed, Troubled {
        HttpAnswer answer =
                send(access, session -> HttpRequest.get(uri(session, path))).answer();
        if (!answer.isSuccess()) {
            throw new Troubled(Errors.of(answer, what));
        }
        return answer;
    }

    static String path(Access access, String below) {
        return "/services/data/" + Login.version(access.settings()) + below;
    }

    static URI uri(Session session, String path) {
        return session.instance().resolve(path);
    }

    static Limits limits(HttpAnswer answer) {
        Matcher usage = USAGE.matcher(answer.header("Sforce-Limit-Info").orElse(""));
        return usage.find()
                ? Limits.used(Long.parseLong(usage.group(1)), Long.parseLong(usage.group(2)), Duration.ofHours(24))
                : Limits.UNKNOWN;
    }
}
