package dev.tidemark.cli;

import dev.tidemark.sandbox.SandboxMain;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark sandbox}: stand-ins of real APIs, to try things out. */
@Command(
        name = "sandbox",
        description = "Serves a stand-in of an app's API on this machine, to try Tidemark without an account.",
        footer = {
            "",
            "Examples:",
            "  tidemark sandbox salesforce",
            "  tidemark sandbox salesforce --port 0 --size 100000",
            "  tidemark sandbox hubspot",
            "  tidemark sandbox --help"
        })
final class SandboxCommand implements Callable<Integer> {

    @Parameters(paramLabel = "API OPTION...", arity = "0..*", description = "the name of an API, and its options")
    List<String> words = List.of();

    @Override
    public Integer call() {
        int exit = SandboxMain.run(words.toArray(String[]::new));
        return Thread.interrupted() ? Exit.INTERRUPTED : exit;
    }
}
