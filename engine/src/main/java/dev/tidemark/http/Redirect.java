package dev.tidemark.http;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where an answer sends a request that only reads. */
final class Redirect {

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    /** All that another host may learn: any other header could be a key. */
    private static final Set<String> HARMLESS = Set.of("accept", "accept-encoding", "accept-language", "user-agent");

    private Redirect() {}

    /** Empty where the answer stands as it is: no redirect, not a GET or HEAD, or one away from https. */
    static Optional<HttpRequest> of(HttpRequest request, HttpAnswer answer) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads || !STATUSES.contains(answer.status())) {
            return Optional.empty();
        }
        return answer.header("Location")
                .flatMap(location -> resolve(request.uri(), location))
                .map(to -> new HttpRequest(
                        request.method(),
                        to,
                        sameServer(request.uri(), to) ? request.headers() : harmless(request.headers()),
                        request.body(),
                        request.timeout()));
    }

    private static Optional<URI> resolve(URI from, String location) {
        try {
            URI to = from.resolve(location);
            boolean web = "https".equalsIgnoreCase(to.getScheme())
                    || ("http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme()));
            return Optional.of(to).filter(uri -> web && uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean sameServer(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static Map<String, String> harmless(Map<String, String> headers) {
        Map<String, String> kept = new LinkedHashMap<>(headers);
        kept.keySet().removeIf(name -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)));
        return kept;
    }
}
