package dev.tidemark.sandbox.salesforce.auth;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /services/oauth2/userinfo} and {@code /id/ORG/USER}: who the caller is. Tells no usage, as in Salesforce. */
public final class Identity {
    private static final JsonMapper JSON = new JsonMapper();

    private final Sessions sessions;
    private final Org org;

    public Identity(Sessions sessions, Org org) {
        this.sessions = sessions;
        this.org = org;
    }

    public Answer handle(Request request, String instanceUrl) {
        Optional<Row> user = sessions.bearer(request).map(Session::userId).map(org::find);
        if (user.isEmpty()) {
            return new Answer(
                    403,
                    Map.of("Content-Type", "text/html"),
                    "Bad_OAuth_Token".getBytes(StandardCharsets.UTF_8),
                    Duration.ZERO);
        }
        Row row = user.get();
        ObjectNode info = JSON.createObjectNode();
        String id = instanceUrl + "/id/" + sessions.orgId() + "/" + row.id();
        info.put("sub", id);
        info.put("id", id);
        info.put("user_id", row.id());
        info.put("organization_id", sessions.orgId());
        info.put("username", text(row, "Username"));
        info.put("preferred_username", text(row, "Username"));
        info.put("display_name", text(row, "Name"));
        info.put("name", text(row, "Name"));
        info.put("email", text(row, "Email"));
        info.put("user_type", "STANDARD");
        info.put("active", true);
        ObjectNode urls = info.putObject("urls");
        urls.put("rest", instanceUrl + "/services/data/v{version}/");
        urls.put("sobjects", instanceUrl + "/services/data/v{version}/sobjects/");
        urls.put("query", instanceUrl + "/services/data/v{version}/query/");
        return Answer.json(200, JSON.writeValueAsBytes(info));
    }

    private static String text(Row row, String field) {
        return String.valueOf(row.get(field));
    }
}
