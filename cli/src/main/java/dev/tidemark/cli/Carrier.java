package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.http.HttpTransport;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

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
        return (call, isSignIn) -> transport.send(request(call));
    }

    private static HttpRequest request(Call call) {
        try {
            return new HttpRequest(
                    call.method(),
                    new URI(call.url()),
                    call.headers(),
                    call.body().map(b -> b.getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]),
                    HttpRequest.DEFAULT_TIMEOUT);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new Impossible("not an address: " + call, e);
        }
    }
}
