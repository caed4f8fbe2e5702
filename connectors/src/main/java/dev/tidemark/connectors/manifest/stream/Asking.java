package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.auth.Authenticator;
import dev.tidemark.connectors.manifest.auth.Authenticators;
import dev.tidemark.connectors.manifest.error.ErrorHandler;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Requester;
import java.util.Optional;

/** One kind of request: what is asked, who asks, and what its answers mean. */
record Asking(Requester requester, Authenticator authenticator, ErrorHandler errors) {

    /** An HttpRequester in a field of a retriever; empty where it does not run. */
    static Optional<Asking> of(Node owner, String field, Expressions expressions) {
        Optional<Node> node = owner.child(field).map(n -> n.component("HttpRequester"));
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!node.get().type().equals("HttpRequester")) {
            node.get().refuse();
            return Optional.empty();
        }
        if (!owner.type().equals("SimpleRetriever")) {
            Requester.withoutProperties(node.get());
        }
        return Optional.of(new Asking(
                Requester.of(node.get(), expressions),
                Authenticators.of(node.get(), "authenticator", expressions),
                ErrorHandler.of(node.get(), expressions)));
    }
}
