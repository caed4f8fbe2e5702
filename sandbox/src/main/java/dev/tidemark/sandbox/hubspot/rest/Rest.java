package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.Owner;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.kit.Tokens;
import dev.tidemark.sandbox.seed.Dice;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Who calls, whether they may and how often, and which resource answers. */
public final class Rest {
    /** A longer address is refused by what lies before the API. */
    private static final int LONGEST_TARGET = 16_384;

    /** Paths that mean something by themselves. */
    private static final List<String> ALONE = List.of(
            "crm/v3/schemas",
            "crm-object-schemas/v3/schemas",
            "crm/v3/owners",
            "crm/v3/lists",
            "account-info/v3/details");

    private final ReentrantLock lock = new ReentrantLock();
    private final Portal portal;
    private final Tokens tokens;
    private final Limits limits;
    private final List<Owner> owners;
    private final OAuthResource oauth;
    private final Dice correlations;
    private volatile int mostLinks = 100;

    public Rest(Portal portal, Tokens tokens, Limits limits, List<Owner> owners, long seed) {
        this.portal = portal;
        this.tokens = tokens;
        this.limits = limits;
        this.owners = List.copyOf(owners);
        this.oauth = new OAuthResource(tokens);
        this.correlations = new Dice(seed);
    }

    /** How many associations of a type a record in a list tells at once. */
    public void mostLinks(int most) {
        mostLinks = most;
    }

    /** @param commitLag how much later the writes of this request are seen */
    public Answer handle(Request request, Duration commitLag) {
        try {
            if (request.target().length() > LONGEST_TARGET) {
                return new Answer(
                        414,
                        java.util.Map.of("Content-Type", "text/html"),
                        "<html><body>414 URI Too Long</body></html>".getBytes(StandardCharsets.UTF_8),
                        Duration.ZERO);
            }
            if (request.path().startsWith("/oauth/")) {
                return oauth.handle(request);
            }
            authenticate(request);
        } catch (Refused refused) {
            return error(refused);
        }
        Instant now = portal.now();
        boolean search =
                request.path().startsWith("/crm/v3/objects/") && request.path().endsWith("/search");
        Optional<Answer> tooMany = limits.take(search, now);
        Answer answer = tooMany.isPresent() ? tooMany.get() : dispatched(request, commitLag);
        return search ? answer : limits.told(answer, now);
    }

    private Answer dispatched(Request request, Duration commitLag) {
        try {
            return portal.store().committing(commitLag, () -> dispatch(request));
        } catch (Refused refused) {
            return error(refused);
        }
    }

    private void authenticate(Request request) {
        String token = Tokens.bearer(request)
                .orElseThrow(() -> new Refused(
                        401,
                        "INVALID_AUTHENTICATION",
                        "Authentication credentials not found. This API supports OAuth 2.0 authentication and"
                                + " you can find more details at"
                                + " https://developers.hubspot.com/docs/methods/auth/oauth-overview"));
        if (!tokens.alive(token)) {
            throw new Refused(
                    401,
                    "EXPIRED_AUTHENTICATION",
                    "The OAuth token used to make this call expired. Get a new one with the refresh token");
        }
    }

    private Answer dispatch(Request request) {
        List<String> path = Arrays.stream(request.path().split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        if (path.size() < 3) {
            throw Call.noSuchPath();
        }
        String start = String.join("/", path.subList(0, 3));
        var call = new Call(portal, request, path.subList(3, path.size()));
        if (call.path().isEmpty() && !ALONE.contains(start)) {
            throw Call.noSuchPath();
        }
        return switch (start) {
            case "crm/v3/objects" -> ObjectsResource.handle(call, mostLinks);
            case "crm/v3/properties" -> SchemaResources.properties(call);
            case "crm/v3/schemas", "crm-object-schemas/v3/schemas" -> SchemaResources.schemas(call);
            case "crm/v3/pipelines" -> PipelinesResource.handle(call);
            case "crm/v3/lists" -> ListsResource.handle(call);
            case "crm/v3/owners" -> SchemaResources.owners(call, owners);
            case "crm/v3/associations" -> AssociationsResource.older(call);
            case "crm/v4/objects" -> AssociationsResource.single(call);
            case "crm/v4/associations" -> AssociationsResource.batch(call);
            case "account-info/v3/details" -> SchemaResources.account();
            default -> throw Call.noSuchPath();
        };
    }

    private Answer error(Refused refused) {
        lock.lock();
        try {
            return Json.answer(refused.status(), Json.error(refused, correlations.uuid()));
        } finally {
            lock.unlock();
        }
    }
}
