package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Faults;
import java.sql.SQLException;
import java.time.Duration;

/** What a database's error comes to, named by what happens next. Holds no secret. */
public sealed interface SqlTrouble {

    String why();

    /** It passes by itself. */
    record Passes(String why) implements SqlTrouble {}

    /** The database asks for patience: it starts, stops, or has no connection left. */
    record Busy(String why, Duration atLeast) implements SqlTrouble {}

    /** A person must act. */
    record Mend(String code, String why, String whatToDo) implements SqlTrouble {}

    /** What a fault that is named as a destination's comes to at a source. */
    static SqlTrouble of(Fault fault, SQLException e, String attempt) {
        String why = "cannot " + attempt + ": " + Faults.text(e);
        return switch (fault) {
            case Fault.Passing passing -> new Passes(why + passing.hint());
            case Fault.Lasting lasting -> new Mend(code(lasting.code()), why, lasting.whatToDo());
            case Fault.OfRow row -> new Mend("source.database_error", why, Faults.READ_THE_MESSAGE);
        };
    }

    /** The code of a source's error that means the same as this one of a destination's. */
    static String code(String code) {
        return code.replaceFirst("^destination\\.", "source.");
    }

    /** To a request for a page. */
    default Answer answer() {
        return switch (this) {
            case Passes passes -> new Answer.Retry(passes.why());
            case Busy busy -> new Answer.Wait(busy.atLeast(), busy.why());
            case Mend mend -> new Answer.Stop(mend.code(), mend.why(), mend.whatToDo());
        };
    }

    /**
     * To a question for streams.
     *
     * @throws ConnectorException where a person must act
     */
    default HttpFailed failure() {
        return switch (this) {
            case Passes passes -> new HttpFailed(passes.why(), false);
            case Busy busy -> new HttpFailed(busy.why(), false);
            case Mend mend -> throw new ConnectorException(mend.code(), mend.why(), mend.whatToDo());
        };
    }
}
