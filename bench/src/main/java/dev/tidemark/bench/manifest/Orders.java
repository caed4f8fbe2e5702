package dev.tidemark.bench.manifest;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** An API of orders whose answers are made beforehand: records of 420 bytes, a thousand a page. */
final class Orders implements Access, Http, Secrets {

    static final int PAGE = 1000;
    private static final int BYTES = 420;

    private final List<HttpAnswer> pages = new ArrayList<>();

    Orders(int count, Random random) {
        for (int page = 0; page < count; page++) {
            StringBuilder text = new StringBuilder("{\"orders\":[");
            for (int i = 0; i < PAGE; i++) {
                text.append(i == 0 ? "" : ",").append(order(page * PAGE + i, random));
            }
            pages.add(answer(text.append("]}").toString()));
        }
        pages.add(answer("{\"orders\":[]}"));
    }

    private static HttpAnswer answer(String text) {
        return new HttpAnswer(200, Map.of(), text.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    private static String order(int id, Random random) {
        String record =
                ("{\"id\":%d,\"number\":\"A-%08d\",\"customer\":{\"id\":%d,\"name\":\"Customer %d\",\"vip\":%b},"
                                + "\"total\":\"%d.%02d\",\"paid\":%b,\"items\":%d,\"currency\":\"EUR\",\"status\":\"%s\","
                                + "\"created_at\":\"2026-01-%02dT%02d:%02d:00Z\",\"updated_at\":\"2026-02-%02dT%02d:%02d:00Z\","
                                + "\"tags\":[\"web\",\"t%d\"],\"note\":\"")
                        .formatted(
                                id,
                                id,
                                random.nextInt(10_000),
                                random.nextInt(10_000),
                                random.nextBoolean(),
                                random.nextInt(1000),
                                random.nextInt(100),
                                random.nextBoolean(),
                                random.nextInt(20),
                                random.nextInt(10) == 0 ? "draft" : "open",
                                1 + random.nextInt(28),
                                random.nextInt(24),
                                random.nextInt(60),
                                1 + random.nextInt(28),
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextInt(50));
        return record + "x".repeat(Math.max(0, BYTES - record.length() - 2)) + "\"}";
    }

    int records() {
        return (pages.size() - 1) * PAGE;
    }

    /** The bodies, without the empty one at the end. */
    List<byte[]> bodies() {
        return pages.stream().limit(pages.size() - 1L).map(HttpAnswer::body).toList();
    }

    @Override
    public HttpAnswer send(HttpRequest request) {
        String query = String.valueOf(request.uri().getQuery());
        int page = query.startsWith("page=") ? Integer.parseInt(query.substring("page=".length())) : 0;
        return pages.get(page);
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of("shop", "north"));
    }

    @Override
    public Secrets secrets() {
        return this;
    }

    @Override
    public Http http() {
        return this;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Optional<String> find(String name) {
        return Optional.empty();
    }

    @Override
    public void put(String name, String value) {
        throw new UnsupportedOperationException("there is no sign-in here");
    }

    @Override
    public void forget(String name) {
        throw new UnsupportedOperationException("there is no sign-in here");
    }
}
