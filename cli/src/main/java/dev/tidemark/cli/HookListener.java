package dev.tidemark.cli;

import dev.tidemark.engine.Engine;
import dev.tidemark.hook.HookServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Listens for webhooks while an engine runs, where a person asked for it. */
final class HookListener implements AutoCloseable {

    private static final Pattern WHERE = Pattern.compile("(?:(.+):)?(\\d{1,5})");

    private final @Nullable HookServer server;

    private HookListener(@Nullable HookServer server) {
        this.server = server;
    }

    /** @param where {@code [HOST:]PORT}; null for nowhere */
    static HookListener open(Terminal terminal, Engine engine, @Nullable String where) {
        if (where == null) {
            return new HookListener(null);
        }
        Matcher parts = WHERE.matcher(where);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new Refusal(
                    Exit.USAGE,
                    "hooks.no_address",
                    "'" + where + "' is not where one can listen",
                    "Write --hooks 8085, or --hooks 0.0.0.0:8085 to be reached from other machines");
        }
        String host = parts.group(1) == null ? "127.0.0.1" : parts.group(1);
        try {
            HookServer opened =
                    HookServer.open(engine.inbox(), new InetSocketAddress(host, Integer.parseInt(parts.group(2))));
            terminal.warn("Webhooks: http://" + host + ":" + opened.port() + HookServer.path("WORKSPACE", "SOURCE"));
            return new HookListener(opened);
        } catch (IOException e) {
            throw new Refusal(
                    Exit.FAILED,
                    "hooks.address_taken",
                    "nobody can listen at " + where + ": " + e.getMessage(),
                    "Name another port, or end what listens there");
        }
    }

    @Override
    public void close() {
        HookServer open = server;
        if (open != null) {
            open.close();
        }
    }
}
