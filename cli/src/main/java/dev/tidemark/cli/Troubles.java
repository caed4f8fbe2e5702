package dev.tidemark.cli;

import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.backup.BackupException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.embedded.EmbeddedPostgresException;
import dev.tidemark.engine.Disagreement;
import dev.tidemark.store.StoreUnavailable;
import java.io.InterruptedIOException;
import picocli.CommandLine;
import tools.jackson.databind.node.ObjectNode;

/** The one place where what went wrong becomes words and an exit code. No stack trace ever reaches a person. */
final class Troubles implements CommandLine.IExecutionExceptionHandler {

    private final Terminal terminal;

    Troubles(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What went wrong, as people are told. */
    record Told(int exit, String code, String message, String whatToDo) {}

    @Override
    public int handleExecutionException(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        if (e instanceof Workspaces.Wrong wrong) {
            wrong.problems().forEach(p -> terminal.warn(p.show()));
            return Exit.USAGE;
        }
        if (e instanceof InterruptedException || e instanceof InterruptedIOException) {
            return Exit.INTERRUPTED;
        }
        Told told = told(e);
        Object asked = line.getCommand();
        boolean json = (asked instanceof StoreCommand command && command.common.json)
                || (asked instanceof AuthorCommand author && author.answersJson());
        if (json) {
            ObjectNode node = Json.object();
            node.putObject("error")
                    .put("code", told.code)
                    .put("message", told.message)
                    .put("what_to_do", told.whatToDo);
            Json.print(terminal, node);
        }
        terminal.warn(told.code + ": " + told.message);
        terminal.warn("  " + told.whatToDo);
        return told.exit;
    }

    static Told told(Exception e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case Refusal r -> new Told(r.exit(), r.code(), message, r.whatToDo());
            case ConnectorException c -> new Told(Exit.FAILED, c.code(), message, c.whatToDo());
            case Disagreement d -> new Told(Exit.STORE, "engine.disagrees", message, d.whatToDo());
            case EmbeddedPostgresException p -> new Told(Exit.STORE, p.code(), message, p.whatToDo());
            case BackupException b -> new Told(Exit.FAILED, b.code(), message, b.whatToDo());
            case StoreUnavailable s ->
                new Told(
                        Exit.STORE,
                        "store.unavailable",
                        message,
                        "See that the database runs and can be reached, and that user, password ("
                                + StoreAddress.PASSWORD_VARIABLE + ") and permissions are right; nothing is lost");
            case ArchiveUnavailable a ->
                new Told(Exit.FAILED, "archive.unavailable", message, "See that the archive's folder can be written");
            case Unavailable u ->
                new Told(Exit.FAILED, "database.unavailable", message, "See that the database runs, then try again");
            case HttpFailed h ->
                new Told(Exit.FAILED, "api.unavailable", message, "See that the address is right and can be reached");
            default -> fault(e);
        };
    }

    private static Told fault(Exception e) {
        return new Told(
                Exit.FAILED,
                "internal",
                "a fault in Tidemark: " + e.getClass().getSimpleName(),
                "Please report it with the log, log/tidemark.log in the data folder");
    }
}
