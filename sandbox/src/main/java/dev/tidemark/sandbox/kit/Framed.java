package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.fault.Faults;
import dev.tidemark.sandbox.fault.RequestLog;
import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import java.util.List;

/** A stand-in in its frame: one function from a request to a response, which its owner can spoil and watch. */
public abstract class Framed implements Handler {
    protected abstract Frame frame();

    @Override
    public Response handle(Request request) {
        return frame().handle(request);
    }

    public final Faults faults() {
        return frame().faults();
    }

    /** Every request served, by the injected clock. */
    public final RequestLog log() {
        return frame().log();
    }

    /** Lets people work: {@code n} changes, told as they were done. */
    public final List<Change> changes(long seed, int n) {
        return frame().changes(seed, n);
    }
}
