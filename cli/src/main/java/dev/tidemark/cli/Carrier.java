package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.http.HttpTransport;

/** Brings a manifest's requests to where they are answered. */
@FunctionalInterface
interface Carrier {

    /**
     * @param isSignIn whether the answer holds tokens
     * @throws HttpFailed where no whole answer came
     */
    HttpAnswer send(Call call, boolean isSignIn) throws HttpFailed;

    /** Over the network. */
    static Carrier network(HttpTransport transport) {
        return (call, isSignIn) -> transport.send(call.request());
    }
}
