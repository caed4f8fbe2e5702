package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.salesforce.auth.Session;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Writer;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import java.util.List;
import java.util.Map;

/**
 * One request below {@code /services/data/vNN.N}, its caller known.
 *
 * @param path the decoded segments behind the version
 * @param mischief what a fault rule wants of the writes
 */
record Call(Backend backend, Request request, String version, List<String> path, Session session, Mischief mischief) {
    Org org() {
        return backend.org();
    }

    String method() {
        return request.method();
    }

    /** The schema as the caller sees it. */
    Schema view() {
        return backend.permissions().view(org().schema(), session.userId());
    }

    SObject object(String name) {
        SObject object = view().object(name);
        if (object == null) {
            throw ApiException.notFound();
        }
        return object;
    }

    Writer writer() {
        return org().writer(session.userId(), mischief.commitLag());
    }

    /** The same caller, without the request: for what is done later. */
    Call done() {
        return new Call(backend, Request.get("/", Map.of()), version, List.of(), session, mischief);
    }

    /** A request within this one. */
    Call within(Request inner, String innerVersion, List<String> innerPath) {
        return new Call(backend, inner, innerVersion, innerPath, session, mischief);
    }
}
