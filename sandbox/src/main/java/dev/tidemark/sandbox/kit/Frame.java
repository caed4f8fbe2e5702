package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.fault.Faults;
import dev.tidemark.sandbox.fault.RequestLog;
import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Around a stand-in: strikes requests by the rules in force, notes every one, and answers {@code /sandbox} itself. It
 * has no sockets, threads or clock of its own.
 */
public final class Frame implements Handler {
    private final StandIn standIn;
    private final InstantSource clock;
    private final Faults faults;
    private final RequestLog log = new RequestLog();

    /**
     * @param clock of the harness: the log is kept by it
     * @param seed decides the chances of faults
     */
    public Frame(StandIn standIn, InstantSource clock, long seed) {
        this.standIn = standIn;
        this.clock = clock;
        this.faults = new Faults(seed);
    }

    List<Change> changes(long seed, int n) {
        return standIn.changes(seed, n);
    }

    public Faults faults() {
        return faults;
    }

    /** Every request served, by the clock of the harness. */
    public RequestLog log() {
        return log;
    }

    @Override
    public Response handle(Request request) {
        if (request.path().equals("/sandbox") || request.path().startsWith("/sandbox/")) {
            return new Control(standIn, faults, log).handle(request);
        }
        Instant arrived = clock.instant();
        String kind = standIn.kind(request);
        List<FaultRule> struck = faults.strike(kind, request.line());
        Response response = respond(request, struck);
        int status = switch (response) {
            case Answer answer -> answer.status();
            case Response.Cut cut -> cut.whole().status();
            case Response.Lost lost -> 0;
            case Response.TimedOut timedOut -> 0;
            case Response.Refused refused -> 0;
        };
        String names = struck.stream().map(FaultRule::name).collect(Collectors.joining(", "));
        log.add(arrived, kind, request.method(), request.path(), status, names);
        return response;
    }

    private Response respond(Request request, List<FaultRule> struck) {
        var own = new ArrayList<Effect.Own>();
        for (FaultRule rule : struck) {
            switch (rule.effect()) {
                case Effect.Before(Runnable action) -> action.run();
                case Effect.Instead(Response response) -> {
                    return response instanceof Answer answer ? standIn.stamped(answer) : response;
                }
                case Effect.Silence(Duration silence, boolean done)
                when !done -> {
                    return new Response.TimedOut(silence);
                }
                case Effect.Own one -> own.add(one);
                default -> {} // after the work
            }
        }
        Response response = standIn.stamped(standIn.serve(request, own));
        for (FaultRule rule : struck) {
            response = spoiled(response, rule.effect());
        }
        return response;
    }

    private static Response spoiled(Response response, Effect effect) {
        if (!(response instanceof Answer answer)) {
            return response;
        }
        return switch (effect) {
            case Effect.Slow(Duration by) -> answer.later(by);
            case Effect.Rewrite(var change) -> change.apply(answer);
            case Effect.CutBody(double share) -> new Response.Cut(answer, (int) (answer.body().length * share));
            case Effect.LoseAnswer() -> new Response.Lost();
            case Effect.Silence(Duration silence, boolean done) -> new Response.TimedOut(silence);
            case Effect.After(Runnable action) -> {
                action.run();
                yield answer;
            }
            case Effect.Before before -> answer;
            case Effect.Instead instead -> answer;
            case Effect.Own own -> answer;
        };
    }
}
