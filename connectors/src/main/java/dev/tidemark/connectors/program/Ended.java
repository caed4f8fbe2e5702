package dev.tidemark.connectors.program;

import dev.tidemark.connector.ConnectorException;
import java.util.Optional;

/** What an exit code means to a person. */
final class Ended {

    private static final String AGAIN =
            "Nothing is lost: the next run goes on from the last state that was kept. The log has all that it said";

    private Ended() {}

    /**
     * @param said what it said of the reason by its protocol
     * @param lastWords what it said last on standard error
     * @param asked what it was to do
     */
    static ConnectorException trouble(
            Program program, int code, Optional<Message.Trouble> said, String lastWords, String asked) {
        String name = program.name();
        if (said.isPresent()) {
            Message.Trouble trouble = said.get();
            return new ConnectorException(
                    trouble.isOurs() ? "source.program_refused" : "source.program_failed",
                    program.config().discreet(name + " could not " + asked + ": " + trouble.text()),
                    trouble.isOurs() ? "Check the settings under 'config:'" : AGAIN);
        }
        return switch (code) {
            case 127 ->
                new ConnectorException(
                        "source.program_missing",
                        "there is no program " + program.command().getFirst(),
                        "Install it, or give its whole path in 'command'");
            case 126 ->
                new ConnectorException(
                        "source.program_missing",
                        program.command().getFirst() + " cannot be executed",
                        "Give it the right to be (chmod +x), or name the interpreter that runs it");
            case 137 ->
                new ConnectorException(
                        "source.program_killed",
                        name + " was killed (signal 9) while it was to " + asked + "; often for want of memory",
                        AGAIN);
            default ->
                code > 128
                        ? new ConnectorException(
                                "source.program_killed",
                                name + " was ended by signal " + (code - 128) + " while it was to " + asked,
                                AGAIN)
                        : new ConnectorException(
                                "source.program_failed",
                                name + " ended with code " + code + " while it was to " + asked + ": " + lastWords,
                                AGAIN);
        };
    }
}
