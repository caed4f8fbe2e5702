package dev.tidemark.simulation;

import dev.tidemark.access.Account;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A Salesforce org beyond the weather. Its clock differs from ours from its first record on, but never runs backwards. */
final class OrgAbroad {

    private final ManualTide tide;
    private final SalesforceSandbox sandbox;

    OrgAbroad(long seed, ManualTide tide, int size) {
        this.tide = tide;
        Duration skew = Duration.ofSeconds(tide.random().nextInt(-4000, 4000));
        this.sandbox = new SalesforceSandbox(new dev.tidemark.sandbox.salesforce.Settings(
                () -> tide.tides().now().plus(skew), seed, size, 15_000));
        tide.weather().reaches(this::serve);
    }

    SalesforceSandbox sandbox() {
        return sandbox;
    }

    Account account() {
        return tide.account(
                new Settings(Map.of(
                        "url", "https://login.salesforce.example",
                        "api_version", "v62.0",
                        "auth", "client_credentials",
                        "client_id", SalesforceSandbox.CLIENT_ID)),
                kept(Map.of("client_secret", SalesforceSandbox.CLIENT_SECRET)));
    }

    /** Secrets that outlive the processes, as those in the store do. */
    private static Secrets kept(Map<String, String> given) {
        Map<String, String> values = new HashMap<>(given);
        return new Secrets() {
            @Override
            public Optional<String> find(String name) {
                return Optional.ofNullable(values.get(name));
            }

            @Override
            public void put(String name, String value) {
                values.put(name, value);
            }

            @Override
            public void forget(String name) {
                values.remove(name);
            }
        };
    }

    private HttpAnswer serve(HttpRequest request) throws HttpFailed {
        URI uri = request.uri();
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        Response response = sandbox.handle(new Request(request.method(), target, request.headers(), request.body()));
        return switch (response) {
            case Response.Answer answer -> {
                tide.tides().pass(answer.after());
                yield new HttpAnswer(
                        answer.status(),
                        answer.headers(),
                        answer.body(),
                        answer.after().plusMillis(40));
            }
            case Response.Refused refused -> throw new HttpFailed("refused", false, new IOException());
            case Response.Cut cut -> throw new HttpFailed("cut off", true, new IOException());
            case Response.Lost lost -> throw new HttpFailed("lost", true, new IOException());
            case Response.TimedOut silence -> {
                tide.tides().pass(request.timeout());
                throw new HttpFailed("no answer", true, new IOException());
            }
        };
    }
}
