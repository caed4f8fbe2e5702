package dev.tidemark.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The small shell process that outlives us all, starts the server and stops it when nobody uses it any more. */
record Watchdog(DataFolder folder, Binaries binaries, ServerUser user) {

    private static final String SCRIPT = "watchdog.sh";
    private static final String STOPPING = "stopping-";
    private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

    /** In a session of its own where the machine knows setsid, so that Ctrl-C in our terminal does not reach it. */
    private static final String DETACH = "command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

    /** Starts the server and a watchdog for it; answers when both run. */
    Command.Result start() {
        return run("start");
    }

    /** Gives a server that runs a watchdog, unless it has one. */
    void ensure() {
        if (!LiveProcess.parse(folder.read("watchdog").trim()).lives()) {
            run("guard");
        }
    }

    /**
     * Waits for watchdogs that are about to stop the server: each sees us and lets it live, or ends with it. Call it
     * when this process is registered as a user.
     */
    void letThemDecide() {
        if (!Pause.until(LONGEST_STOP, () -> stopping().isEmpty())) {
            throw new EmbeddedPostgresException(
                    "postgres.not_stopped",
                    "The server in " + folder.path() + " has been stopping for 10 minutes",
                    "Look into " + folder.log() + ".");
        }
    }

    private List<LiveProcess> stopping() {
        return folder.names(STOPPING).stream()
                .map(name -> LiveProcess.parse(name.substring(STOPPING.length())))
                .filter(LiveProcess::lives)
                .toList();
    }

    private Command.Result run(String task) {
        folder.write(SCRIPT, Binaries.text(SCRIPT));
        var words = new ArrayList<>(List.of("sh", "-c", DETACH, "detach", "sh"));
        words.addAll(List.of(folder.path().resolve(SCRIPT).toString(), task));
        words.addAll(List.of(folder.path().toString(), binaries.bin().toString()));
        words.addAll(user.prefix());
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        Command.plain(builder);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            try (InputStream said = process.getInputStream()) {
                String output = new String(said.readAllBytes(), StandardCharsets.UTF_8).trim();
                return new Command.Result(output.endsWith("guarded") ? 0 : 1, output);
            }
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }
}
