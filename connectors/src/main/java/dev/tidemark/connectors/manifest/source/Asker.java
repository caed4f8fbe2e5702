package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Outcome;
import dev.tidemark.connectors.manifest.stream.Position;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Makes the request of one position, and the one for a token before it where that is needed.
 *
 * @param told what becomes of what was read
 */
record Asker(Access access, Machine machine, Discreet tokens, Told told) {

    /** What becomes of what was read. */
    interface Told {

        Answer read(Outcome.Read read, HttpAnswer answer);

        /** The API works on it. */
        Answer later(Position settled, Duration pause, String why);

        Answer done(Position at);
    }

    Answer from(Position position) {
        try {
            return ask(position, true);
        } catch (HttpFailed e) {
            return new Answer.Retry("no answer to the request: " + e.getMessage());
        } catch (Impossible | TemplateError e) {
            return stop(tokens, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Answer.StartOver("the position is none that this manifest knows: " + e.getMessage());
        }
    }

    static Answer stop(Discreet tokens, String why) {
        return new Answer.Stop(
                "source.manifest_failed",
                tokens.text(why),
                "Check the source's settings, and what the manifest says of this stream");
    }

    /** @param mayRenew whether a token that is refused may be replaced */
    private Answer ask(Position from, boolean mayRenew) throws HttpFailed {
        Machine.Step step;
        // Others of the same account wait meanwhile, and take the token that comes: one for the next refresh is good
        // once.
        Lock signingIn = SignIn.lock(access.secrets());
        signingIn.lock();
        try {
            step = machine.next(from, tokens);
            while (step instanceof Machine.Step.SignIn signIn) {
                Optional<Answer> refusal = SignIn.refusal(access, tokens, signIn.login());
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                step = machine.next(signIn.at(), tokens);
            }
        } finally {
            signingIn.unlock();
        }
        return switch (step) {
            case Machine.Step.Done done -> told.done(done.at());
            case Machine.Step.Ask ask -> {
                HttpAnswer answer = access.http().send(ask.call().request());
                yield answer(ask, answer, mayRenew);
            }
            case Machine.Step.SignIn signIn -> throw new IllegalStateException("signed in already");
        };
    }

    private Answer answer(Machine.Step.Ask ask, HttpAnswer answer, boolean mayRenew) throws HttpFailed {
        return switch (machine.answer(ask.at(), answer, 1)) {
            case Outcome.Read read -> told.read(read, answer);
            case Outcome.Later later ->
                told.later(machine.settled(later.next()), later.pause(), tokens.text(later.why()));
            case Outcome.Again again
            when again.isLimit() -> new Answer.Wait(again.pause().orElse(SignIn.PATIENCE), tokens.text(again.why()));
            case Outcome.Again again -> new Answer.Retry(tokens.text(again.why()));
            case Outcome.NewToken token -> renewed(ask, token.why(), mayRenew);
            case Outcome.Failed failed ->
                answer.status() == 401 ? renewed(ask, failed.why(), mayRenew) : stop(tokens, failed.why());
        };
    }

    private Answer renewed(Machine.Step.Ask refused, String why, boolean mayRenew) throws HttpFailed {
        return mayRenew && mayAskAgain(refused) ? ask(refused.at(), false) : stop(tokens, why);
    }

    /** Another may have signed in since: then what it got is tried, and stays. */
    private boolean mayAskAgain(Machine.Step.Ask refused) {
        Lock signingIn = SignIn.lock(access.secrets());
        signingIn.lock();
        try {
            return !machine.isSigned(refused.at(), refused.call(), tokens) || machine.forgetToken(refused.at(), tokens);
        } finally {
            signingIn.unlock();
        }
    }
}
