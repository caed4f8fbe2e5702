package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.auth.Session;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /services/data}: who calls, whether they still may, and which resource answers. */
public final class Rest {
    private static final int OLDEST = 31;
    private static final int NEWEST = 67;
    private static final String[] SEASONS = {"Winter", "Spring", "Summer"};

    private final Backend backend;

    public Rest(Backend backend) {
        this.backend = backend;
    }

    /** Answers a request whose path starts with {@code /services/data}. */
    public Answer handle(Request request, Mischief mischief) {
        List<String> path = segments(request.path());
        if (path.size() == 2) {
            return versions();
        }
        try {
            String version = version(path.get(2));
            Session session = session(request);
            if (!backend.limit().take(backend.org().now())) {
                throw limitExceeded();
            }
            backend.bulk().advance(backend.org().now());
            var call = new Call(backend, request, version, path.subList(3, path.size()), session, mischief);
            return usage(dispatch(call));
        } catch (ApiException refused) {
            return refused.status() == 401 ? Json.error(refused) : usage(Json.error(refused));
        } catch (RowRefused refused) {
            return usage(Json.error(new ApiException(refused.error())));
        }
    }

    static ApiException limitExceeded() {
        return new ApiException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }

    /** A request within a composite or batch request. */
    static Answer inner(Call outer, Request request) {
        try {
            List<String> path = segments(request.path());
            if (path.size() < 3 || !path.get(1).equals("data")) {
                throw ApiException.notFound();
            }
            return dispatch(outer.within(request, version(path.get(2)), path.subList(3, path.size())));
        } catch (ApiException refused) {
            return Json.error(refused);
        } catch (RowRefused refused) {
            return Json.error(new ApiException(refused.error()));
        }
    }

    private static Answer dispatch(Call call) {
        List<String> path = call.path();
        if (path.isEmpty()) {
            return resources(call.version());
        }
        return switch (path.getFirst()) {
            case "query", "queryAll" -> QueryResource.handle(call);
            case "sobjects" -> SObjectResource.handle(call);
            case "limits" -> LimitsResource.handle(call);
            case "jobs" -> JobsResource.handle(call);
            case "composite" -> composite(call);
            default -> throw ApiException.notFound();
        };
    }

    private static Answer composite(Call call) {
        if (call.path().size() == 1) {
            return CompositeResource.handle(call);
        }
        return switch (call.path().get(1)) {
            case "sobjects" -> CollectionsResource.handle(call);
            case "batch" -> BatchResource.handle(call);
            default -> throw ApiException.notFound();
        };
    }

    /** Usage is told on answers with a body. */
    private Answer usage(Answer answer) {
        return answer.status() == 204
                ? answer
                : answer.with(
                        "Sforce-Limit-Info",
                        backend.limit().header(backend.org().now()));
    }

    private Session session(Request request) {
        return backend.sessions()
                .bearer(request)
                .orElseThrow(() -> new ApiException(401, "INVALID_SESSION_ID", "Session expired or invalid"));
    }

    private static String version(String segment) {
        if (!segment.matches("v\\d{2}\\.0")) {
            throw ApiException.notFound();
        }
        int number = Integer.parseInt(segment.substring(1, 3));
        if (number < OLDEST || number > NEWEST) {
            throw ApiException.notFound();
        }
        return segment;
    }

    private static Answer versions() {
        ArrayNode list = Json.array();
        for (int number = OLDEST; number <= NEWEST; number++) {
            // v31.0 was Summer '14; three releases a year since, and Winter carries the next year's number.
            int since = number - OLDEST + 2;
            ObjectNode one = list.addObject();
            one.put("label", SEASONS[since % 3] + " '" + (14 + since / 3));
            one.put("url", "/services/data/v" + number + ".0");
            one.put("version", number + ".0");
        }
        return Json.answer(200, list);
    }

    private static Answer resources(String version) {
        ObjectNode resources = Json.object();
        for (String name : List.of("sobjects", "query", "queryAll", "composite", "jobs", "limits")) {
            resources.put(name, "/services/data/" + version + "/" + name);
        }
        return Json.answer(200, resources);
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> decoded(segment))
                .toList();
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return segment;
        }
    }
}
