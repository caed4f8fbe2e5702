package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.kit.Frame;
import dev.tidemark.sandbox.kit.Framed;
import dev.tidemark.sandbox.kit.Kinds;
import dev.tidemark.sandbox.kit.LateCommit;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.salesforce.auth.Client;
import dev.tidemark.sandbox.salesforce.auth.Identity;
import dev.tidemark.sandbox.salesforce.auth.Login;
import dev.tidemark.sandbox.salesforce.auth.OAuth;
import dev.tidemark.sandbox.salesforce.auth.Permissions;
import dev.tidemark.sandbox.salesforce.auth.Sessions;
import dev.tidemark.sandbox.salesforce.auth.Soap;
import dev.tidemark.sandbox.salesforce.data.Activity;
import dev.tidemark.sandbox.salesforce.data.CrmData;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Writer;
import dev.tidemark.sandbox.salesforce.rest.ApiLimit;
import dev.tidemark.sandbox.salesforce.rest.Backend;
import dev.tidemark.sandbox.salesforce.rest.BulkJobs;
import dev.tidemark.sandbox.salesforce.rest.Locators;
import dev.tidemark.sandbox.salesforce.rest.Mischief;
import dev.tidemark.sandbox.salesforce.rest.PageSize;
import dev.tidemark.sandbox.salesforce.rest.Rest;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.StandardObjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Salesforce org behind its API, in memory: one function from a request to a response, with no sockets, threads or
 * clock of its own. Put an {@link dev.tidemark.sandbox.http.HttpFront} before it to reach it over HTTP.
 */
public final class SalesforceSandbox extends Framed {
    /** The user that logs in, and its password and security token. */
    public static final String USERNAME = "integration@tidemark.example";

    public static final String PASSWORD = "high-water";
    public static final String SECURITY_TOKEN = "Mark1";
    /** The connected app. */
    public static final String CLIENT_ID = "tidemark-sandbox-client";

    public static final String CLIENT_SECRET = "tidemark-sandbox-secret";

    private static final String ORG_ID = "00D5g000001TiDeEAK";
    private static final String SYSTEM_USER = "005000000000000AAA";

    private static final Kinds KINDS = Kinds.of(
            "\\S+ /services/oauth2/token", "token",
            "\\S+ /services/oauth2/.*", "oauth",
            "\\S+ /services/Soap/.*", "soap",
            "\\S+ /id/.*", "identity",
            "\\S+ /services/data/?", "versions",
            "POST .*/jobs/query/?", "queryJob",
            "GET .*/jobs/query/[^/]+/results", "queryJobResults",
            "GET .*/jobs/query/[^/]+", "queryJobState",
            "\\S+ .*/jobs/query.*", "queryJobs",
            "POST .*/jobs/ingest/?", "ingestJob",
            "PUT .*/jobs/ingest/[^/]+/batches/?", "ingestUpload",
            "PATCH .*/jobs/ingest/[^/]+", "ingestClose",
            "GET .*/jobs/ingest/[^/]+/.+", "ingestResults",
            "GET .*/jobs/ingest/[^/]+", "ingestState",
            "\\S+ .*/jobs/ingest.*", "ingestJobs",
            "\\S+ .*/query(All)?/.+", "queryMore",
            "\\S+ .*/query/?", "query",
            "\\S+ .*/queryAll/?", "queryAll",
            "\\S+ .*/limits/?", "limits",
            "\\S+ .*/composite/batch/?", "batch",
            "POST .*/composite/sobjects/?", "createMany",
            "PATCH .*/composite/sobjects/?", "updateMany",
            "PATCH .*/composite/sobjects/[^/]+/[^/]+", "upsertMany",
            "DELETE .*/composite/sobjects/?", "deleteMany",
            "\\S+ .*/composite/sobjects/.*", "readMany",
            "\\S+ .*/composite/?", "composite",
            "\\S+ .*/sobjects/?", "describeGlobal",
            "\\S+ .*/sobjects/[^/]+/describe.*", "describe",
            "\\S+ .*/sobjects/[^/]+/deleted/?", "deleted",
            "\\S+ .*/sobjects/[^/]+/updated/?", "updated",
            "POST .*/sobjects/[^/]+/?", "create",
            "PATCH .*/sobjects/[^/]+/[^/]+/.+", "upsert",
            "PATCH .*/sobjects/.*", "update",
            "DELETE .*/sobjects/.*", "delete",
            "\\S+ .*/sobjects/.*", "read");

    private final Org org;
    private final Sessions sessions;
    private final Permissions permissions = new Permissions();
    private final Locators locators;
    private final ApiLimit limit;
    private final PageSize pageSize = new PageSize();
    private final BulkJobs bulk;
    private final OAuth oauth;
    private final Soap soap;
    private final Identity identity;
    private final Rest rest;
    private final String userId;
    private final Behind standIn = new Behind();
    private final Frame frame;

    public SalesforceSandbox(Settings settings) {
        org = new Org(StandardObjects.schema(), settings.seed(), settings.clock());
        InstantSource orgClock = org::now;
        sessions = new Sessions(settings.seed(), ORG_ID, orgClock);
        locators = new Locators(settings.seed(), orgClock);
        limit = new ApiLimit(settings.apiLimit(), settings.seed());
        oauth = new OAuth(sessions, orgClock);
        soap = new Soap(sessions);
        identity = new Identity(sessions, org);
        bulk = new BulkJobs(org);
        rest = new Rest(new Backend(org, sessions, permissions, locators, limit, pageSize, bulk));
        userId = integrationUser();
        sessions.allow(new Login(userId, USERNAME, PASSWORD, SECURITY_TOKEN));
        sessions.allow(new Client(CLIENT_ID, CLIENT_SECRET, userId, null));
        frame = new Frame(standIn, settings.clock(), settings.seed());
        CrmData.generate(org, userId, settings.seed(), settings.size());
    }

    private String integrationUser() {
        SObject user = org.schema().the("User");
        var values = new LinkedHashMap<Field, @Nullable Object>();
        values.put(user.the("Username"), USERNAME);
        values.put(user.the("FirstName"), "Integration");
        values.put(user.the("LastName"), "User");
        values.put(user.the("Email"), USERNAME);
        values.put(user.the("Alias"), "integ");
        return org.writer(SYSTEM_USER).insert(user, values);
    }

    @Override
    protected Frame frame() {
        return frame;
    }

    /** What the shared frame asks of Salesforce. */
    private final class Behind implements StandIn {
        private final Control control = new Control(SalesforceSandbox.this);

        @Override
        public String kind(Request request) {
            return KINDS.of(request);
        }

        @Override
        public Answer serve(Request request, List<Effect.Own> own) {
            Duration lag = Duration.ZERO;
            int lockEvery = 0;
            for (Effect.Own one : own) {
                switch (one) {
                    case LateCommit(Duration commitLag) -> lag = commitLag;
                    case LockRows(int every) -> lockEvery = every;
                    default -> {} // another API's
                }
            }
            return SalesforceSandbox.this.serve(request, new Mischief(lag, lockEvery));
        }

        @Override
        public Instant now() {
            return org.now();
        }

        @Override
        public Misbehaviour misbehaviour() {
            return new Misbehaviour(SalesforceSandbox.this, this);
        }

        @Override
        public ObjectNode about() {
            return control.about();
        }

        @Override
        public List<Change> changes(long seed, int n) {
            return Activity.changes(org, userId, seed, n);
        }

        @Override
        public void expireTokens() {
            sessions.expireAll();
        }

        @Override
        public boolean set(String name, JsonNode value) {
            return control.set(name, value);
        }

        @Override
        public Optional<JsonNode> control(String line, Request request) {
            return control.handle(line, request);
        }
    }

    private Answer serve(Request request, Mischief mischief) {
        String path = request.path();
        if (path.startsWith("/services/data")) {
            return rest.handle(request, mischief);
        }
        return switch (path) {
            case "/services/oauth2/token" -> oauth.token(request, instanceUrl(request));
            case "/services/oauth2/authorize" -> oauth.authorize(request);
            case "/services/oauth2/revoke" -> oauth.revoke(request);
            case "/services/oauth2/userinfo" -> identity.handle(request, instanceUrl(request));
            default ->
                path.startsWith("/services/Soap/")
                        ? soap.handle(request, instanceUrl(request))
                        : path.startsWith("/id/") ? identity.handle(request, instanceUrl(request)) : Answer.empty(404);
        };
    }

    /** Where the caller reached us, for the base URL of its further requests. */
    private static String instanceUrl(Request request) {
        String host = request.header("host");
        return host == null ? "https://sandbox.tidemark.example" : "http://" + host;
    }

    /** The rows, the schema and the clock, to read and change directly. */
    public Org org() {
        return org;
    }

    /** A writer in the name of the integration user, for what happens without a request. */
    public Writer writer() {
        return org.writer(userId);
    }

    /** The id of the integration user. */
    public String userId() {
        return userId;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Permissions permissions() {
        return permissions;
    }

    public Locators locators() {
        return locators;
    }

    public ApiLimit limit() {
        return limit;
    }

    public PageSize pageSize() {
        return pageSize;
    }

    /** The jobs of the Bulk API. */
    public BulkJobs bulk() {
        return bulk;
    }

    /** Effects for fault rules. */
    public Misbehaviour misbehaviour() {
        return standIn.misbehaviour();
    }
}
