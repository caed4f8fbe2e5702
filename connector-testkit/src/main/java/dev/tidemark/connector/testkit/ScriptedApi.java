package dev.tidemark.connector.testkit;

import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An API played from a script, from a stand-in, or from both: the script first, in its order, then the stand-in. A request
 * that neither expects is an {@link AssertionError}. Remembers what was asked. For one thread.
 */
public final class ScriptedApi implements Http {

    private record Expected(String method, String path, Step step) {
        boolean matches(HttpRequest request) {
            return request.method().equals(method)
                    && (path.equals(request.uri().getPath())
                            || (path.endsWith("*")
                                    && request.uri().getPath().startsWith(path.substring(0, path.length() - 1))));
        }
    }

    private final Deque<Expected> script = new ArrayDeque<>();
    private final List<HttpRequest> asked = new ArrayList<>();
    private @Nullable Step standIn;
    private int disturbed = -1;
    private boolean forGood;
    private UnaryOperator<Step> disturbance = step -> step;

    private ScriptedApi() {}

    public static ScriptedApi script() {
        return new ScriptedApi();
    }

    public static ScriptedApi of(Step standIn) {
        var api = new ScriptedApi();
        api.standIn = standIn;
        return api;
    }

    /** The next request must be this one. */
    public ScriptedApi on(String method, String path, Step step) {
        script.add(new Expected(method, path, step));
        return this;
    }

    /** From here on, and when the script is through. */
    public ScriptedApi then(Step everAfter) {
        standIn = everAfter;
        return this;
    }

    /**
     * Puts this in the place of one answer.
     *
     * @param request the number of the request, counted from 0 and from the beginning
     */
    public ScriptedApi disturb(int request, UnaryOperator<Step> by) {
        disturbed = request;
        forGood = false;
        disturbance = by;
        return this;
    }

    /** Puts this in the place of every answer from this request on. */
    public ScriptedApi disturbFrom(int request, Step by) {
        disturbed = request;
        forGood = true;
        disturbance = step -> by;
        return this;
    }

    @Override
    public HttpAnswer send(HttpRequest request) throws HttpFailed {
        Step step = next(request);
        boolean now = asked.size() == disturbed || (forGood && asked.size() > disturbed);
        asked.add(request);
        return (now ? disturbance.apply(step) : step).answer(request);
    }

    private Step next(HttpRequest request) {
        Expected expected = script.poll();
        if (expected == null) {
            if (standIn == null) {
                throw new AssertionError("the script is through, and yet came " + request);
            }
            return standIn;
        }
        if (!expected.matches(request)) {
            throw new AssertionError(
                    "expected " + expected.method() + " " + expected.path() + ", and there came " + request);
        }
        return expected.step();
    }

    /** Every request so far, whatever became of it. */
    public List<HttpRequest> asked() {
        return List.copyOf(asked);
    }

    public HttpRequest last() {
        return asked.getLast();
    }

    /** How many requests of the script have not come. */
    public int unasked() {
        return script.size();
    }
}
