package dev.tidemark.retrieve;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Lane;
import dev.tidemark.connector.Lanes;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.ReadsAbreast;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Piers of two pages each, any of which may be asked for. A place is {@code pier.page} for each that is open, and the next pier
 * that is not; a page is its pier and number.
 */
record Piers(int piers, int most) implements SourceConnector, ReadsAbreast {

    static final String START = "|0";
    private static final int PAGES = 2;

    @Override
    public int mostAbreast(Access access) {
        return most;
    }

    @Override
    public Optional<Lanes> lanes(Access access, PageRequest request, int mostOpen) {
        return Optional.of(opened(open(request), next(request), mostOpen));
    }

    private static String[] halves(PageRequest request) {
        return request.after().orElseThrow().split("\\|", -1);
    }

    private static Map<String, String> open(PageRequest request) {
        Map<String, String> open = new TreeMap<>();
        for (String lane : halves(request)[0].split(" ", -1)) {
            if (!lane.isEmpty()) {
                open.put(lane.substring(0, lane.indexOf('.')), lane);
            }
        }
        return open;
    }

    private static int next(PageRequest request) {
        return Integer.parseInt(halves(request)[1]);
    }

    private Lanes opened(Map<String, String> open, int next, int mostOpen) {
        int after = next;
        while (open.size() < mostOpen && after < piers) {
            open.put(String.valueOf(after), after + ".0");
            after++;
        }
        String token = String.join(" ", open.values()) + "|" + after;
        return new Lanes(
                open.isEmpty() ? Next.Done.of() : new Next.More(token),
                open.entrySet().stream()
                        .map(lane -> new Lane(lane.getKey(), lane.getValue()))
                        .toList());
    }

    @Override
    public Lanes fold(Access access, PageRequest request, Lane lane, Next next, int mostOpen) {
        Map<String, String> open = open(request);
        switch (next) {
            case Next.More more -> open.put(lane.name(), more.token());
            case Next.Done done -> open.remove(lane.name());
        }
        return opened(open, next(request), mostOpen);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        String lane = request.after().orElseThrow();
        try {
            HttpAnswer answer = access.http().send(HttpRequest.get(URI.create("https://x.io/" + lane)));
            return switch (answer.status()) {
                case 200 -> page(lane);
                case 202 -> new Answer.Later(lane + "!", Duration.ofSeconds(40), "it is being made");
                case 205 -> new Answer.Resume(lane + "!", "another way");
                case 403 -> new Answer.Stop("source.refused", "refused", "Ask for it");
                case 410 -> new Answer.StartOver("forgotten");
                case 429 -> new Answer.Wait(Duration.ofSeconds(17), "too many requests");
                default -> new Answer.Retry("HTTP " + answer.status());
            };
        } catch (HttpFailed e) {
            return new Answer.Retry(String.valueOf(e.getMessage()));
        }
    }

    private static Answer page(String lane) {
        int dot = lane.indexOf('.');
        int number = Integer.parseInt(lane.substring(dot + 1).replace("!", ""));
        return new Answer.Page(
                new RawPage("text", lane.getBytes(StandardCharsets.UTF_8)),
                number + 1 < PAGES
                        ? new Next.More(lane.substring(0, dot) + "." + (number + 1))
                        : new Next.Done(Optional.of("read")),
                Optional.empty(),
                Limits.UNKNOWN,
                OptionalLong.empty());
    }

    /** Every page that there is. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (int pier = 0; pier < piers; pier++) {
            for (int page = 0; page < PAGES; page++) {
                all.add(pier + "." + page);
            }
        }
        return all;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("piers", "Piers", List.of(), List.of(), Duration.ZERO);
    }

    @Override
    public Check check(Access access) {
        return new Check(List.of());
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return List.of();
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) {
        throw new UnsupportedOperationException("pages are not read here");
    }
}
