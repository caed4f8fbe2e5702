package dev.tidemark.sandbox.kit;

import static dev.tidemark.sandbox.kit.ControlJson.body;
import static dev.tidemark.sandbox.kit.ControlJson.done;
import static dev.tidemark.sandbox.kit.ControlJson.ok;
import static dev.tidemark.sandbox.kit.ControlJson.text;

import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.fault.Faults;
import dev.tidemark.sandbox.fault.RequestLog;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /sandbox/…}: what the real API has not. Looks at, changes and spoils the stand-in; none of it is counted. */
final class Control {
    private static final JsonMapper JSON = new JsonMapper();

    private final StandIn standIn;
    private final Faults faults;
    private final RequestLog log;

    Control(StandIn standIn, Faults faults, RequestLog log) {
        this.standIn = standIn;
        this.faults = faults;
        this.log = log;
    }

    Answer handle(Request request) {
        try {
            return answer(200, route(request));
        } catch (IllegalArgumentException | JacksonException wrong) {
            return answer(400, JSON.createObjectNode().put("error", String.valueOf(wrong.getMessage())));
        }
    }

    private JsonNode route(Request request) {
        String line = request.method() + " " + request.path();
        return switch (line) {
            case "GET /sandbox" -> standIn.about();
            case "GET /sandbox/requests" -> requests(request);
            case "DELETE /sandbox/requests" -> done(log::clear);
            case "GET /sandbox/counts" -> counts(request);
            case "GET /sandbox/faults" -> faults();
            case "POST /sandbox/faults" -> done(() -> faults.add(rule(body(request))));
            case "DELETE /sandbox/faults" -> done(faults::clear);
            case "POST /sandbox/changes" -> changes(body(request));
            case "POST /sandbox/settings" -> settings(body(request));
            case "POST /sandbox/tokens/expire" -> done(standIn::expireTokens);
            default ->
                standIn.control(line, request)
                        .orElseThrow(() -> new IllegalArgumentException(line + " is none of the sandbox's controls"));
        };
    }

    private ArrayNode requests(Request request) {
        String kind = request.params().get("kind");
        ArrayNode list = JSON.createArrayNode();
        for (RequestLog.Entry entry : log.entries()) {
            if (kind == null || kind.equals(entry.kind())) {
                list.addObject()
                        .put("number", entry.number())
                        .put("at", entry.at().toString())
                        .put("kind", entry.kind())
                        .put("method", entry.method())
                        .put("path", entry.path())
                        .put("status", entry.status())
                        .put("fault", entry.fault());
            }
        }
        return list;
    }

    private ObjectNode counts(Request request) {
        ObjectNode counts = JSON.createObjectNode();
        counts.put("total", log.count());
        ObjectNode byKind = counts.putObject("byKind");
        log.byKind().forEach(byKind::put);
        String seconds = request.params().get("seconds");
        if (seconds != null) {
            counts.put("mostWithin", log.mostWithin(Duration.ofSeconds(Long.parseLong(seconds))));
        }
        return counts;
    }

    private ArrayNode faults() {
        ArrayNode list = JSON.createArrayNode();
        for (FaultRule rule : faults.rules()) {
            list.addObject()
                    .put("name", rule.name())
                    .put("kind", rule.kind().pattern())
                    .put("path", rule.path().pattern())
                    .put("after", rule.skip())
                    .put("times", rule.times())
                    .put("chance", rule.share());
        }
        return list;
    }

    private FaultRule rule(JsonNode body) {
        String effect = text(body, "effect");
        double chance = body.path("chance").asDouble(1);
        int times = body.path("times").asInt(chance < 1 ? FaultRule.ALWAYS : 1);
        try {
            return new FaultRule(
                    body.path("name").asString(effect),
                    Pattern.compile(body.path("kind").asString(".*")),
                    Pattern.compile(body.path("path").asString("")),
                    body.path("after").asInt(0),
                    times,
                    chance,
                    standIn.misbehaviour().named(effect, body));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("kind and path are regular expressions: " + wrong.getMessage(), wrong);
        }
    }

    private ArrayNode changes(JsonNode body) {
        ArrayNode list = JSON.createArrayNode();
        for (Change change :
                standIn.changes(body.path("seed").asLong(1), body.path("n").asInt(1))) {
            list.addObject()
                    .put("kind", change.kind().name())
                    .put("object", change.object())
                    .put("id", change.id())
                    .put("at", change.at().toString());
        }
        return list;
    }

    private ObjectNode settings(JsonNode body) {
        for (var setting : body.properties()) {
            if (!standIn.set(setting.getKey(), setting.getValue())) {
                throw new IllegalArgumentException("no setting is named " + setting.getKey());
            }
        }
        return ok();
    }

    private static Answer answer(int status, JsonNode body) {
        return Answer.json(status, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body));
    }
}
