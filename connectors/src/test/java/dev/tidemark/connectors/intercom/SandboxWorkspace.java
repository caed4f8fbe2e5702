package dev.tidemark.connectors.intercom;

import dev.tidemark.connectors.standin.Offline;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import dev.tidemark.sandbox.intercom.Settings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** The sandbox's workspace without sockets, at a time of its own. */
final class SandboxWorkspace extends Offline {

    static final String ADDRESS = "https://api.intercom.example";

    final IntercomSandbox sandbox;

    SandboxWorkspace(int size, int pageSize) {
        this(size, pageSize, ZoneId.of("Europe/Dublin"), Instant.parse("2026-11-21T10:00:00Z"));
    }

    SandboxWorkspace(int size, int pageSize, ZoneId zone, Instant start) {
        super(start);
        sandbox = new IntercomSandbox(
                Settings.standard().withClock(this).withSeed(5).withSize(size).withZone(zone));
        sandbox.pageSize(pageSize);
    }

    static Map<String, String> settings() {
        return Map.of("url", ADDRESS);
    }

    @Override
    protected Response handle(Request request) {
        return sandbox.handle(request);
    }
}
