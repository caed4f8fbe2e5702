package dev.tidemark.connectors.rest;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.WriteAnswer;
import java.time.Duration;

/** Why an API did not do what it was asked, named by what happens next. In all cases nothing was done. */
public sealed interface Trouble {

    record Wait(Duration atLeast, String why) implements Trouble {}

    record Retry(String why) implements Trouble {}

    record Stop(String code, String why, String whatToDo) implements Trouble {}

    default Answer asAnswer() {
        return switch (this) {
            case Wait(Duration atLeast, String why) -> new Answer.Wait(atLeast, why);
            case Retry(String why) -> new Answer.Retry(why);
            case Stop(String code, String why, String whatToDo) -> new Answer.Stop(code, why, whatToDo);
        };
    }

    default WriteAnswer asWriteAnswer() {
        return switch (this) {
            case Wait(Duration atLeast, String why) -> new WriteAnswer.Wait(atLeast, why);
            case Retry(String why) -> new WriteAnswer.Retry(why);
            case Stop(String code, String why, String whatToDo) -> new WriteAnswer.Stop(code, why, whatToDo);
        };
    }

    /** For calls that have no answer to put it in: an allowance used up is {@link NotNow}, a fault is {@link HttpFailed}. */
    default RuntimeException thrown() throws HttpFailed {
        return switch (this) {
            case Wait(Duration atLeast, String why) -> new NotNow(atLeast);
            case Retry(String why) -> throw new HttpFailed(why, false);
            case Stop(String code, String why, String whatToDo) -> new ConnectorException(code, why, whatToDo);
        };
    }
}
