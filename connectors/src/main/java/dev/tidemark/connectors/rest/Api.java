package dev.tidemark.connectors.rest;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connectors.json.Json;
import java.net.URI;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One app's REST API: requests are signed, sent once more where a proof has run out, and answers cleaned of it.
 *
 * @param base below which all paths are
 * @param auth how requests are signed
 * @param refusals what its refusals mean
 */
public record Api(Function<Access, URI> base, Auth auth, Refusals refusals) {

    /** The request for a path below the base, before it is signed. */
    public HttpRequest request(Access access, String method, String path) {
        URI root = base.apply(access);
        String prefix = root.getRawPath() == null ? "" : root.getRawPath().replaceAll("/+$", "");
        return HttpRequest.of(method, root.resolve(prefix + path)).header("Accept", "application/json");
    }

    /** Whatever is answered, also a refusal. */
    public HttpAnswer send(Access access, HttpRequest request) throws HttpFailed, Troubled {
        Auth.Proof proof = auth.proof(access);
        HttpAnswer answer = once(access, request, proof);
        if (answer.status() != 401 || !auth.renewable(access)) {
            return answer;
        }
        HttpAnswer again = once(access, request, auth.renew(access, proof));
        if (again.status() == 401) {
            // Another worker's sign-in can have ended this session too.
            throw new Troubled(new Trouble.Retry(request + " was refused right after the sign-in: "
                    + refusals.error(again).map(ApiError::toString).orElse("HTTP 401")));
        }
        return again;
    }

    private static HttpAnswer once(Access access, HttpRequest request, Auth.Proof proof) throws HttpFailed {
        return Discreet.answer(access.http().send(proof.on(request)), proof.secrets());
    }

    /**
     * @param what is asked, for messages
     * @throws Troubled where the answer is not a success
     */
    public HttpAnswer ask(Access access, HttpRequest request, String what) throws HttpFailed, Troubled {
        return good(send(access, request), what);
    }

    /** @throws Troubled where the answer is not a success */
    public HttpAnswer good(HttpAnswer answer, String what) throws Troubled {
        if (!answer.isSuccess()) {
            throw new Troubled(refusals.of(answer, what));
        }
        return answer;
    }

    /** A small answer as a tree. */
    public JsonNode tree(Access access, HttpRequest request, String what) throws HttpFailed, Troubled {
        return tree(send(access, request), what);
    }

    /** A small answer as a tree. */
    public JsonNode tree(HttpAnswer answer, String what) throws Troubled {
        try {
            return Json.tree(good(answer, what).body());
        } catch (BadPage e) {
            throw new Troubled(refusals.strange(answer, what, e));
        }
    }

    /** The list of this name in a small answer. */
    public JsonNode list(HttpAnswer answer, String what, String name) throws Troubled {
        JsonNode list = tree(answer, what).path(name);
        if (!list.isArray()) {
            throw new Troubled(refusals.strange(answer, what, "no " + name));
        }
        return list;
    }

    /** Asks for a page. */
    @FunctionalInterface
    public interface Page {
        Answer ask() throws HttpFailed, Troubled, BadPage;
    }

    /**
     * The page, or what kept it away.
     *
     * @param what is asked, for messages
     */
    public Answer page(String what, Page page) {
        try {
            return page.ask();
        } catch (Troubled e) {
            return e.trouble().asAnswer();
        } catch (HttpFailed e) {
            return new Answer.Retry("no answer to " + what + ": " + e.getMessage());
        } catch (BadPage e) {
            return new Answer.Retry(what + " was answered with no result: " + e.getMessage());
        } catch (ConnectorException e) {
            return new Answer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    /** Reads the outcomes out of an answer that is a success. */
    @FunctionalInterface
    public interface Outcomes {
        WriteAnswer in(HttpAnswer answer) throws BadPage;
    }

    /**
     * Sends a request that writes; what cannot be told is unknown (invariant 8).
     *
     * @param what is written, for messages, such as {@code a batch of contacts}
     */
    public WriteAnswer write(Access access, HttpRequest request, String what, Outcomes outcomes) {
        return write(access, request, what, outcomes, answer -> refused(answer, what));
    }

    /** @param refused what a refusal comes to */
    public WriteAnswer write(
            Access access,
            HttpRequest request,
            String what,
            Outcomes outcomes,
            Function<HttpAnswer, WriteAnswer> refused) {
        HttpAnswer answer;
        try {
            answer = send(access, request);
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (HttpFailed e) {
            return e.maybeDone()
                    ? new WriteAnswer.Unknown("no whole answer to " + what + ": " + e.getMessage())
                    : new WriteAnswer.Retry(what + " was not sent: " + e.getMessage());
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
        if (Refusals.maybeDone(answer)) {
            return new WriteAnswer.Unknown(what + " was answered with HTTP " + answer.status());
        }
        if (!answer.isSuccess()) {
            return refused.apply(answer);
        }
        try {
            return outcomes.in(answer);
        } catch (BadPage e) {
            return new WriteAnswer.Unknown(what + " was answered with no outcomes: " + e.getMessage());
        }
    }

    /** What a refusal of the whole request comes to: for what a row of it holds, it is sent in smaller parts. */
    public WriteAnswer refused(HttpAnswer answer, String what) {
        Trouble trouble = refusals.of(answer, what);
        return trouble instanceof Trouble.Stop stop && stop.code().equals(Refusals.REFUSED)
                ? new WriteAnswer.Refused(
                        refusals.error(answer).map(ApiError::code).orElse(Refusals.REFUSED), stop.why(), answer.text())
                : trouble.asWriteAnswer();
    }
}
