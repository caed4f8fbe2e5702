package dev.tidemark.simulation;

import dev.tidemark.access.Transport;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The network between the engine and an app, with a seam on either side of each exchange, and its storms. */
final class Weather implements Transport {

    /** Sends a request to the app, at once and without fail. */
    interface App {
        HttpAnswer serve(HttpRequest request) throws HttpFailed;
    }

    private App app = request -> {
        throw failed("there is no app", false);
    };
    private final Tides tides;
    private final Sea sea;
    private final RandomGenerator random;
    private final List<Instant> sent = new ArrayList<>();
    private double storm;
    private boolean isQuick;
    private int answersLost;

    Weather(Tides tides, Sea sea, RandomGenerator random) {
        this.tides = tides;
        this.sea = sea;
        this.random = random;
    }

    /** From now on the app answers ten times as quickly. */
    void quick() {
        isQuick = true;
    }

    /** What is on the other side. */
    void reaches(App other) {
        app = other;
    }

    /** The chance that an exchange goes wrong. */
    void storm(double chance) {
        storm = chance;
    }

    /** When each request reached the app, in true time. */
    List<Instant> sent() {
        return sent;
    }

    /** Writes that were done and not heard of. */
    int answersLost() {
        return answersLost;
    }

    @Override
    public HttpAnswer send(HttpRequest request, Runnable beforeEach) throws HttpFailed {
        beforeEach.run();
        sea.pass("http send");
        HttpAnswer answer = exchange(request);
        sea.pass("http answered");
        return answer;
    }

    private HttpAnswer exchange(HttpRequest request) throws HttpFailed {
        tides.pass(Duration.ofMillis((20 + random.nextInt(100)) / (isQuick ? 10 : 1)));
        int fault = storm > 0 && random.nextDouble() < storm ? random.nextInt(9) : -1;
        if (fault >= 0) {
            sea.log("   fault " + fault + " on " + request);
        }
        switch (fault) {
            case 0 -> throw failed("refused", false);
            case 1 -> {
                arrived();
                return with(answer(429), "Retry-After", String.valueOf(1 + random.nextInt(20)));
            }
            case 2 -> {
                arrived();
                return answer(503);
            }
            case 3 -> {
                arrived();
                tides.pass(request.timeout());
                throw failed("no answer in time", true);
            }
            default -> {}
        }
        arrived();
        HttpAnswer answer = app.serve(request);
        switch (fault) {
            case 4 -> {
                tides.pass(request.timeout());
                throw lost("no answer in time, though done");
            }
            case 5 -> throw lost("the connection broke");
            case 6 -> {
                answersLost++;
                byte[] half = Arrays.copyOf(answer.body(), answer.body().length / 2);
                return new HttpAnswer(200, answer.headers(), half, answer.took());
            }
            case 7 -> tides.pass(Duration.ofSeconds(1 + random.nextInt(30)));
            case 8 -> {
                answersLost++;
                return answer(500);
            }
            default -> {}
        }
        return answer;
    }

    private void arrived() {
        sent.add(tides.now());
    }

    private HttpFailed lost(String why) {
        answersLost++;
        return failed(why, true);
    }

    private static HttpFailed failed(String why, boolean maybeDone) {
        return new HttpFailed(why, maybeDone, new IOException(why));
    }

    private static HttpAnswer answer(int status) {
        return new HttpAnswer(status, Map.of(), new byte[0], Duration.ofMillis(10));
    }

    private static HttpAnswer with(HttpAnswer answer, String header, String value) {
        Map<String, String> more = new HashMap<>(answer.headers());
        more.put(header, value);
        return new HttpAnswer(answer.status(), more, answer.body(), answer.took());
    }
}
