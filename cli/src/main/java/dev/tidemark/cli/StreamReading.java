package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.manifest.auth.Login;
import dev.tidemark.connectors.manifest.auth.Token;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Outcome;
import dev.tidemark.connectors.manifest.stream.Position;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads one stream of a manifest with the format's own meaning: no overlap, no quota, no store. */
final class StreamReading {

    private static final int MOST_TRIES = 6;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final Machine machine;
    private final Carrier carrier;
    private final Tokens tokens;
    private final Discretion discretion;
    private final Talk talk;

    /** What a person hears meanwhile, and how the time is waited that an API asks for. */
    interface Talk {
        void log(String line);

        void pause(Duration time) throws InterruptedException;
    }

    /** Takes one page, and says whether more are wanted. */
    interface Pages {
        boolean more(Outcome.Read page);
    }

    StreamReading(Machine machine, Carrier carrier, Tokens tokens, Discretion discretion, Talk talk) {
        this.machine = machine;
        this.carrier = carrier;
        this.tokens = tokens;
        this.discretion = discretion;
        this.talk = talk;
    }

    /**
     * How far the reading came.
     *
     * @param state in the format's shape, of all pages that were taken whole
     */
    record Read(Map<Object, Object> state, boolean isWhole) {}

    /** @throws Refusal where a person must act */
    Read read(Map<Object, Object> state, Pages pages) throws InterruptedException {
        try {
            return all(machine.start(state), pages);
        } catch (Impossible | TemplateError e) {
            throw failed(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw failed("the state is none that this stream takes: " + e.getMessage());
        }
    }

    private Read all(Position start, Pages pages) throws InterruptedException {
        Position at = start;
        int attempt = 1;
        boolean mayRenew = true;
        while (true) {
            switch (machine.next(at, tokens)) {
                case Machine.Step.Done done -> {
                    return new Read(machine.state(done.at()), true);
                }
                case Machine.Step.SignIn signIn -> signIn(signIn.login());
                case Machine.Step.Ask ask -> {
                    Outcome outcome = outcome(ask, attempt);
                    if (outcome instanceof Outcome.Read read) {
                        if (!pages.more(read)) {
                            return new Read(machine.state(at), false);
                        }
                        at = read.next();
                        attempt = 1;
                        mayRenew = true;
                    } else if (outcome instanceof Outcome.Later later) {
                        if (later.pause().isPositive()) {
                            talk.log(later.why() + "; again in " + Words.span(later.pause()));
                            talk.pause(later.pause());
                        }
                        at = later.next();
                        attempt = 1;
                        mayRenew = true;
                    } else if (outcome instanceof Outcome.Again again) {
                        if (attempt++ >= MOST_TRIES) {
                            throw failed(again.why());
                        }
                        pause(again, attempt);
                    } else if (mayRenew && machine.forgetToken(ask.at(), tokens)) {
                        mayRenew = false;
                        talk.log("the token was refused, a new one is asked for");
                    } else {
                        throw failed(why(outcome));
                    }
                }
            }
        }
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed -> failed.why();
            case Outcome.NewToken token -> token.why();
            case Outcome.Again again -> again.why();
            case Outcome.Later later -> later.why();
            case Outcome.Read read -> throw new IllegalArgumentException("a page was read");
        };
    }

    private void signIn(Login login) {
        try {
            HttpAnswer answer = send(login.call(), true);
            if (!answer.isSuccess()) {
                throw failed("the sign-in answered HTTP " + answer.status());
            }
            tokens.keep(login.account(), login.reader().token(answer));
        } catch (HttpFailed e) {
            throw failed("no answer to the sign-in: " + e.getMessage());
        }
    }

    private Outcome outcome(Machine.Step.Ask ask, int attempt) {
        try {
            HttpAnswer answer = send(ask.call(), false);
            Outcome outcome = machine.answer(ask.at(), answer, attempt);
            return outcome instanceof Outcome.Failed failed && answer.status() == 401
                    ? new Outcome.NewToken(failed.why())
                    : outcome;
        } catch (HttpFailed e) {
            return new Outcome.Again(Optional.empty(), "no answer: " + e.getMessage(), false);
        }
    }

    private HttpAnswer send(Call call, boolean isSignIn) throws HttpFailed {
        HttpAnswer answer = carrier.send(call, isSignIn);
        talk.log(call.method() + " " + discretion.text(call.url()) + ": " + answer);
        return answer;
    }

    private void pause(Outcome.Again again, int attempt) throws InterruptedException {
        Duration pause = again.pause().orElse(Duration.ofSeconds(1L << attempt));
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            throw failed("the API asks for a pause of " + Words.span(pause) + ": " + again.why());
        }
        talk.log(discretion.text(again.why()) + "; again in " + Words.span(pause));
        talk.pause(pause);
    }

    private Refusal failed(String why) {
        return new Refusal(
                Exit.FAILED,
                "source.manifest_failed",
                discretion.text(why),
                "Check the config, and what the manifest says of this stream");
    }

    /** Tokens that live as long as this command, and are taken out of what it tells. */
    static Tokens tokens(Discretion discretion) {
        Tokens inner = Tokens.inMemory();
        return new Tokens() {
            @Override
            public Optional<Token> find(Call account) {
                return inner.find(account);
            }

            @Override
            public void keep(Call account, Token token) {
                discretion.see(token.value());
                token.next().ifPresent(discretion::see);
                inner.keep(account, token);
            }

            @Override
            public void forget(Call account) {
                inner.forget(account);
            }
        };
    }
}
