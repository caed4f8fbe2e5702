package dev.tidemark.sandbox.salesforce;

import static dev.tidemark.sandbox.kit.ControlJson.body;
import static dev.tidemark.sandbox.kit.ControlJson.done;
import static dev.tidemark.sandbox.kit.ControlJson.object;
import static dev.tidemark.sandbox.kit.ControlJson.ok;
import static dev.tidemark.sandbox.kit.ControlJson.text;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.salesforce.auth.Client;
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
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The controls under {@code /sandbox} that only Salesforce has. */
final class Control {
    private final SalesforceSandbox sandbox;

    Control(SalesforceSandbox sandbox) {
        this.sandbox = sandbox;
    }

    Optional<JsonNode> handle(String line, Request request) {
        try {
            return Optional.ofNullable(
                    switch (line) {
                        case "POST /sandbox/locators/expire" ->
                            done(() -> sandbox.locators().expireAll());
                        case "POST /sandbox/jobs/expire" ->
                            done(() -> sandbox.bulk().expireAll());
                        case "POST /sandbox/jobs/fail" ->
                            done(() -> sandbox.bulk().failAll());
                        case "POST /sandbox/permissions" -> permissions(body(request));
                        case "POST /sandbox/rules" -> validation(body(request));
                        case "POST /sandbox/clients" -> client(body(request));
                        case "POST /sandbox/undelete" ->
                            done(() -> sandbox.writer().undelete(text(body(request), "id")));
                        case "POST /sandbox/purge" -> purge(body(request));
                        case "POST /sandbox/merge" -> merge(body(request));
                        default -> null;
                    });
        } catch (RowRefused refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    ObjectNode about() {
        ObjectNode about = object();
        about.put("now", sandbox.org().now().toString());
        ObjectNode rows = about.putObject("rows");
        for (SObject object : sandbox.org().schema().objects()) {
            long living = sandbox.org().rows(object).stream()
                    .filter(row -> !row.isDeleted())
                    .count();
            rows.put(object.name(), living);
        }
        about.put("apiUsed", sandbox.limit().used(sandbox.org().now()));
        about.put("bulkQueryJobs", sandbox.bulk().queriesUsed());
        about.put("bulkBatches", sandbox.bulk().batchesUsed());
        about.put("apiLimit", sandbox.limit().max());
        return about;
    }

    boolean set(String name, JsonNode value) {
        switch (name) {
            case "apiLimit" -> sandbox.limit().max(value.asInt());
            case "apiUsageWobble" -> sandbox.limit().wobble(value.asInt());
            case "pageSize" -> sandbox.pageSize().cap(value.asInt());
            case "bulkSeconds" -> sandbox.bulk().waits(Duration.ofSeconds(value.asLong()));
            case "bulkRowsPerSecond" -> sandbox.bulk().rowsPerSecond(value.asInt());
            case "bulkPageSize" -> sandbox.bulk().pageSize(value.asInt());
            case "bulkUnsupported" -> sandbox.bulk().unsupported(value.asString(""));
            case "tokenSeconds" -> sandbox.sessions().life(Duration.ofSeconds(value.asLong()));
            case "locatorSeconds" -> sandbox.locators().life(Duration.ofSeconds(value.asLong()));
            case "refreshOnce" -> sandbox.sessions().refreshOnce(value.asBoolean());
            case "clockSkewSeconds" -> sandbox.org().skew(Duration.ofSeconds(value.asLong()));
            default -> {
                return false;
            }
        }
        return true;
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
}
