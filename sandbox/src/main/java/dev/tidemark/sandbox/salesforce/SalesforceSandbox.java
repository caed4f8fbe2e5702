package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.fault.Faults;
import dev.tidemark.sandbox.fault.RequestLog;
import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.auth.Client;
import dev.tidemark.sandbox.salesforce.auth.Identity;
import dev.tidemark.sandbox.salesforce.auth.Login;
import dev.tidemark.sandbox.salesforce.auth.OAuth;
import dev.tidemark.sandbox.salesforce.auth.Permissions;
import dev.tidemark.sandbox.salesforce.auth.Sessions;
import dev.tidemark.sandbox.salesforce.auth.Soap;
import dev.tidemark.sandbox.salesforce.data.Activity;
import dev.tidemark.sandbox.salesforce.data.Change;
import dev.tidemark.sandbox.salesforce.data.CrmData;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Writer;
import dev.tidemark.sandbox.salesforce.rest.ApiLimit;
import dev.tidemark.sandbox.salesforce.rest.Backend;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Salesforce org behind its API, in memory: one function from a request to a response, with no sockets, threads or
 * clock of its own. Put an {@link dev.tidemark.sandbox.http.HttpFront} before it to reach it over HTTP.
 */
public final class SalesforceSandbox implements Handler {
    /** The user that logs in, and its password and security token. */
    public static final String USERNAME = "integration@tidemark.example";

    public static final String PASSWORD = "high-water";
    public static final String SECURITY_TOKEN = "Mark1";
    /** The connected app. */
    public static final String CLIENT_ID = "tidemark-sandbox-client";

    public static final String CLIENT_SECRET = "tidemark-sandbox-secret";

    private static final String ORG_ID = "00D5g000001TiDeEAK";
    private static final String SYSTEM_USER = "005000000000000AAA";

    private final InstantSource clock;
    private final Org org;
    private final Sessions sessions;
    private final Permissions permissions = new Permissions();
    private final Locators locators;
    private final ApiLimit limit;
    private final PageSize pageSize = new PageSize();
    private final Faults faults;
    private final RequestLog log = new RequestLog();
    private final OAuth oauth;
    private final Soap soap;
    private final Identity identity;
    private final Rest rest;
    private final String userId;

    public SalesforceSandbox(Settings settings) {
        clock = settings.clock();
        org = new Org(StandardObjects.schema(), settings.seed(), clock);
        InstantSource orgClock = org::now;
        sessions = new Sessions(settings.seed(), ORG_ID, orgClock);
        locators = new Locators(settings.seed(), orgClock);
        limit = new ApiLimit(settings.apiLimit(), settings.seed());
        faults = new Faults(settings.seed());
        oauth = new OAuth(sessions, orgClock);
        soap = new Soap(sessions);
        identity = new Identity(sessions, org);
        rest = new Rest(new Backend(org, sessions, permissions, locators, limit, pageSize));
        userId = integrationUser();
        sessions.allow(new Login(userId, USERNAME, PASSWORD, SECURITY_TOKEN));
        sessions.allow(new Client(CLIENT_ID, CLIENT_SECRET, userId, null));
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
    public Response handle(Request request) {
        if (request.path().equals("/sandbox") || request.path().startsWith("/sandbox/")) {
            return new Control(this).handle(request);
        }
        Instant arrived = clock.instant();
        String kind = Kinds.of(request);
        List<FaultRule> struck = faults.strike(kind, request.line());
        Response response = respond(request, struck);
        int status = switch (response) {
            case Answer answer -> answer.status();
            case Response.Cut cut -> cut.whole().status();
            case Response.Lost lost -> 0;
            case Response.TimedOut timedOut -> 0;
            case Response.Refused refused -> 0;
        };
        String names = struck.stream().map(FaultRule::name).collect(Collectors.joining(", "));
        log.add(arrived, kind, request.method(), request.path(), status, names);
        return response;
    }

    private Response respond(Request request, List<FaultRule> struck) {
        Duration lag = Duration.ZERO;
        int lockEvery = 0;
        for (FaultRule rule : struck) {
            switch (rule.effect()) {
                case Effect.Before(Runnable action) -> action.run();
                case Effect.Instead(Response response) -> {
                    return response instanceof Answer answer ? dated(answer) : response;
                }
                case Effect.Silence(Duration silence, boolean done)
                when !done -> {
                    return new Response.TimedOut(silence);
                }
                case LateCommit(Duration commitLag) -> lag = commitLag;
                case LockRows(int every) -> lockEvery = every;
                default -> {} // after the work
            }
        }
        Response response = dated(serve(request, new Mischief(lag, lockEvery)));
        for (FaultRule rule : struck) {
            response = spoiled(response, rule.effect());
        }
        return response;
    }

    private static Response spoiled(Response response, Effect effect) {
        if (!(response instanceof Answer answer)) {
            return response;
        }
        return switch (effect) {
            case Effect.Slow(Duration by) -> answer.later(by);
            case Effect.Rewrite(var change) -> change.apply(answer);
            case Effect.CutBody(double share) -> new Response.Cut(answer, (int) (answer.body().length * share));
            case Effect.LoseAnswer() -> new Response.Lost();
            case Effect.Silence(Duration silence, boolean done) -> new Response.TimedOut(silence);
            case Effect.After(Runnable action) -> {
                action.run();
                yield answer;
            }
            case Effect.Before before -> answer;
            case Effect.Instead instead -> answer;
            case Effect.Own own -> answer;
        };
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

    private Answer dated(Answer answer) {
        return answer.with(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(org.now().atOffset(ZoneOffset.UTC)));
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

    public Faults faults() {
        return faults;
    }

    /** Effects for fault rules. */
    public Misbehaviour misbehaviour() {
        return new Misbehaviour(this);
    }

    /** Every request served, by the injected clock. */
    public RequestLog log() {
        return log;
    }

    /** Lets people work: {@code n} changes, told as they were done. */
    public List<Change> changes(long seed, int n) {
        return Activity.changes(org, userId, seed, n);
    }
}
