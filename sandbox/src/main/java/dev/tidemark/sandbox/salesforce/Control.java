package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.fault.RequestLog;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.auth.Client;
import dev.tidemark.sandbox.salesforce.data.Change;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.org.ValidationRule;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /sandbox/…}: what the real API has not. Looks at, changes and spoils the sandbox; none of it is counted. */
final class Control {
    private static final JsonMapper JSON = new JsonMapper();

    private final SalesforceSandbox sandbox;

    Control(SalesforceSandbox sandbox) {
        this.sandbox = sandbox;
    }

    Answer handle(Request request) {
        try {
            return answer(200, route(request));
        } catch (IllegalArgumentException | RowRefused | JacksonException wrong) {
            return answer(400, JSON.createObjectNode().put("error", String.valueOf(wrong.getMessage())));
        }
    }

    private JsonNode route(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "GET /sandbox" -> about();
            case "GET /sandbox/requests" -> requests(request);
            case "DELETE /sandbox/requests" -> done(() -> sandbox.log().clear());
            case "GET /sandbox/counts" -> counts(request);
            case "GET /sandbox/faults" -> faults();
            case "POST /sandbox/faults" -> done(() -> sandbox.faults().add(rule(body(request))));
            case "DELETE /sandbox/faults" -> done(() -> sandbox.faults().clear());
            case "POST /sandbox/changes" -> changes(body(request));
            case "POST /sandbox/settings" -> settings(body(request));
            case "POST /sandbox/tokens/expire" -> done(() -> sandbox.sessions().expireAll());
            case "POST /sandbox/locators/expire" ->
                done(() -> sandbox.locators().expireAll());
            case "POST /sandbox/permissions" -> permissions(body(request));
            case "POST /sandbox/rules" -> validation(body(request));
            case "POST /sandbox/clients" -> client(body(request));
            case "POST /sandbox/undelete" -> done(() -> sandbox.writer().undelete(text(body(request), "id")));
            case "POST /sandbox/purge" -> purge(body(request));
            case "POST /sandbox/merge" -> merge(body(request));
            default ->
                throw new IllegalArgumentException(
                        request.method() + " " + request.path() + " is none of the sandbox's controls");
        };
    }

    private ObjectNode about() {
        ObjectNode about = JSON.createObjectNode();
        about.put("now", sandbox.org().now().toString());
        ObjectNode rows = about.putObject("rows");
        for (SObject object : sandbox.org().schema().objects()) {
            long living = sandbox.org().rows(object).stream()
                    .filter(row -> !row.isDeleted())
                    .count();
            rows.put(object.name(), living);
        }
        about.put("apiUsed", sandbox.limit().used(sandbox.org().now()));
        about.put("apiLimit", sandbox.limit().max());
        return about;
    }

    private ArrayNode requests(Request request) {
        String kind = request.params().get("kind");
        ArrayNode list = JSON.createArrayNode();
        for (RequestLog.Entry entry : sandbox.log().entries()) {
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
        counts.put("total", sandbox.log().count());
        ObjectNode byKind = counts.putObject("byKind");
        sandbox.log().byKind().forEach(byKind::put);
        String seconds = request.params().get("seconds");
        if (seconds != null) {
            counts.put("mostWithin", sandbox.log().mostWithin(Duration.ofSeconds(Long.parseLong(seconds))));
        }
        return counts;
    }

    private ArrayNode faults() {
        ArrayNode list = JSON.createArrayNode();
        for (FaultRule rule : sandbox.faults().rules()) {
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
                    effect(effect, body));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("kind and path are regular expressions: " + wrong.getMessage(), wrong);
        }
    }

    private Effect effect(String name, JsonNode body) {
        Misbehaviour misbehave = sandbox.misbehaviour();
        Duration seconds = Duration.ofMillis((long) (1000 * body.path("seconds").asDouble(30)));
        return switch (name) {
            case "tooManyRequests" -> misbehave.tooManyRequests(seconds);
            case "requestLimitExceeded" -> misbehave.requestLimitExceeded();
            case "serverError" -> misbehave.serverError();
            case "unavailable" -> misbehave.unavailable();
            case "gatewayError" -> misbehave.gatewayError();
            case "slow" -> misbehave.slow(seconds);
            case "timeOut" -> misbehave.timeOut(seconds);
            case "timeOutAfterWork" -> misbehave.timeOutAfterWork(seconds);
            case "loseAnswer" -> misbehave.loseAnswer();
            case "refuse" -> misbehave.refuse();
            case "cutBody" -> misbehave.cutBody();
            case "brokenJson" -> misbehave.brokenJson();
            case "errorInside" -> misbehave.errorInside();
            case "expireTokens" -> misbehave.expireTokens();
            case "expireLocators" -> misbehave.expireLocators();
            case "changesBefore" ->
                misbehave.changesBefore(
                        body.path("seed").asLong(1), body.path("n").asInt(1));
            case "lateCommit" -> misbehave.lateCommit(seconds);
            case "lockRows" -> misbehave.lockRows(body.path("every").asInt(1));
            default -> throw new IllegalArgumentException("no effect is named " + name);
        };
    }

    private ArrayNode changes(JsonNode body) {
        ArrayNode list = JSON.createArrayNode();
        for (Change change :
                sandbox.changes(body.path("seed").asLong(1), body.path("n").asInt(1))) {
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
            JsonNode value = setting.getValue();
            switch (setting.getKey()) {
                case "apiLimit" -> sandbox.limit().max(value.asInt());
                case "apiUsageWobble" -> sandbox.limit().wobble(value.asInt());
                case "pageSize" -> sandbox.pageSize().cap(value.asInt());
                case "tokenSeconds" -> sandbox.sessions().life(Duration.ofSeconds(value.asLong()));
                case "locatorSeconds" -> sandbox.locators().life(Duration.ofSeconds(value.asLong()));
                case "refreshOnce" -> sandbox.sessions().refreshOnce(value.asBoolean());
                case "clockSkewSeconds" -> sandbox.org().skew(Duration.ofSeconds(value.asLong()));
                default -> throw new IllegalArgumentException("no setting is named " + setting.getKey());
            }
        }
        return ok();
    }

    private ObjectNode permissions(JsonNode body) {
        String user = body.path("user").asString(sandbox.userId());
        body.path("hide").forEach(what -> sandbox.permissions().hide(user, what.asString("")));
        body.path("show").forEach(what -> sandbox.permissions().show(user, what.asString("")));
        return ok();
    }

    private ObjectNode validation(JsonNode body) {
        String object = text(body, "object");
        String field = text(body, "field");
        sandbox.org().schema().the(object).the(field);
        sandbox.org().addRule(ValidationRule.refusing(object, text(body, "nameMatches"), field, text(body, "message")));
        return ok();
    }

    private ObjectNode client(JsonNode body) {
        String pem = body.path("publicKey").asString("");
        sandbox.sessions()
                .allow(new Client(
                        text(body, "id"), text(body, "secret"), sandbox.userId(), pem.isEmpty() ? null : key(pem)));
        return ok();
    }

    private static PublicKey key(String pem) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException notAKey) {
            throw new IllegalArgumentException("publicKey must be an RSA key in PEM (BEGIN PUBLIC KEY)", notAKey);
        }
    }

    private ObjectNode purge(JsonNode body) {
        boolean logToo = body.path("fromDeletedLogToo").asBoolean(false);
        List<String> ids = new ArrayList<>();
        if (body.has("id")) {
            ids.add(text(body, "id"));
        } else {
            SObject object = sandbox.org().schema().the(text(body, "object"));
            sandbox.org().rows(object).stream()
                    .filter(Row::isDeleted)
                    .map(Row::id)
                    .forEach(ids::add);
        }
        ids.forEach(id -> sandbox.writer().purge(id, logToo));
        return ok().put("purged", ids.size());
    }

    private ObjectNode merge(JsonNode body) {
        List<String> losers = new ArrayList<>();
        body.path("losers").forEach(id -> losers.add(id.asString("")));
        sandbox.writer().merge(text(body, "master"), losers);
        return ok();
    }

    private static JsonNode body(Request request) {
        return request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
    }

    private static String text(JsonNode body, String name) {
        String text = body.path(name).asString("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    private static ObjectNode done(Runnable work) {
        work.run();
        return ok();
    }

    private static ObjectNode ok() {
        return JSON.createObjectNode().put("ok", true);
    }

    private static Answer answer(int status, JsonNode body) {
        return Answer.json(status, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body));
    }
}
