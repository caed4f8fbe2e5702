package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Outcome;
import dev.tidemark.connectors.manifest.stream.Position;
import dev.tidemark.connectors.manifest.stream.Rigour;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks for one page of one stream, and for a token first where one is needed. */
final class Pages {

    /** What stands between the number of the variant and the position in a token. */
    static final String TOKEN = ":";

    private final Access access;
    private final Map<Object, Object> plain;
    private final Machine machine;
    private final Discreet tokens;
    private final int number;

    /**
     * @param number of this variant of the stream
     * @param config as the manifest has it after its own changes
     */
    Pages(StreamModel stream, int number, Access access, ManifestConfig config, Duration safetyLag) {
        this.access = access;
        this.number = number;
        this.plain = config.plain(access);
        this.machine = new Machine(stream, config.of(access), access.clock(), new Rigour(true, safetyLag));
        this.tokens = new Discreet(new KeptTokens(access.secrets()), config.secrets(access));
    }

    /** @param at where to go on; where it is empty, from this state */
    Answer read(Optional<String> at, Map<Object, Object> state) {
        try {
            return ask(at.isPresent() ? Position.of(tokens.shown(at.get())) : machine.start(state), true);
        } catch (HttpFailed e) {
            return new Answer.Retry("no answer to the request: " + e.getMessage());
        } catch (Impossible | TemplateError e) {
            return stop(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Answer.StartOver("the position is none that this manifest knows: " + e.getMessage());
        }
    }

    private Answer stop(String why) {
        return new Answer.Stop(
                "source.manifest_failed",
                tokens.text(why),
                "Check the source's settings, and what the manifest says of this stream");
    }

    /** @param mayRenew whether a token that is refused may be replaced */
    private Answer ask(Position from, boolean mayRenew) throws HttpFailed {
        Machine.Step step = machine.next(from, tokens);
        while (step instanceof Machine.Step.SignIn signIn) {
            Optional<Answer> refusal = SignIn.refusal(access, tokens, signIn.login());
            if (refusal.isPresent()) {
                return refusal.get();
            }
            step = machine.next(signIn.at(), tokens);
        }
        return switch (step) {
            case Machine.Step.Done done -> page(Optional.empty(), new byte[0], done.at(), Optional.empty());
            case Machine.Step.Ask ask -> {
                HttpAnswer answer = access.http().send(ask.call().request());
                yield answer(ask, answer, mayRenew);
            }
            case Machine.Step.SignIn signIn -> throw new IllegalStateException("signed in already");
        };
    }

    private Answer answer(Machine.Step.Ask ask, HttpAnswer answer, boolean mayRenew) throws HttpFailed {
        return switch (machine.answer(ask.at(), answer, 1)) {
            case Outcome.Read read -> page(read.page(), answer.body(), read.next(), answer.serverTimeBefore());
            case Outcome.Later later ->
                new Answer.Later(
                        number
                                + TOKEN
                                + tokens.hidden(machine.settled(later.next()).text()),
                        later.pause(),
                        tokens.text(later.why()));
            case Outcome.Again again
            when again.isLimit() -> new Answer.Wait(again.pause().orElse(SignIn.PATIENCE), tokens.text(again.why()));
            case Outcome.Again again -> new Answer.Retry(tokens.text(again.why()));
            case Outcome.NewToken token -> renewed(ask.at(), token.why(), mayRenew);
            case Outcome.Failed failed ->
                answer.status() == 401 ? renewed(ask.at(), failed.why(), mayRenew) : stop(failed.why());
        };
    }

    private Answer renewed(Position at, String why, boolean mayRenew) throws HttpFailed {
        return mayRenew && machine.forgetToken(at, tokens) ? ask(at, false) : stop(why);
    }

    private Answer page(Optional<String> context, byte[] body, Position next, Optional<Instant> time) {
        Position settled = machine.settled(next);
        Next after = settled.isDone()
                ? new Next.Done(machine.cursor(settled))
                : new Next.More(number + TOKEN + tokens.hidden(settled.text()));
        return new Answer.Page(
                Archived.page(context, number, plain, body), after, time, Limits.UNKNOWN, OptionalLong.empty());
    }
}
