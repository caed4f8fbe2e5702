package dev.tidemark.connectors.airtable;

import dev.tidemark.connectors.standin.Offline;
import dev.tidemark.sandbox.airtable.AirtableSandbox;
import dev.tidemark.sandbox.airtable.Settings;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import java.util.Map;

/** The sandbox's base without sockets, at a time of its own. */
final class SandboxBase extends Offline {

    static final String ADDRESS = "https://api.airtable.example";

    final AirtableSandbox sandbox;

    SandboxBase(int size, int pageSize) {
        sandbox = new AirtableSandbox(
                Settings.standard().withClock(this).withSeed(5).withSize(size));
        sandbox.pageSize(pageSize);
    }

    static Map<String, String> settings() {
        return Map.of("base", AirtableSandbox.BASE, "url", ADDRESS);
    }

    @Override
    protected Response handle(Request request) {
        return sandbox.handle(request);
    }
}
