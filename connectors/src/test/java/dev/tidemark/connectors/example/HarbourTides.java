package dev.tidemark.connectors.example;

import dev.tidemark.connector.*;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The heights of the tide, from {@code GET /heights?since=&after=}, which answers {@code {"heights": [], "next": ""}}. */
public final class HarbourTides implements SourceConnector {

    private static final StreamSpec HEIGHTS = new StreamSpec(
            "heights",
            List.of(
                    Field.of("id", FieldType.TEXT),
                    Field.of("metres", FieldType.DECIMAL),
                    Field.of("measured_at", FieldType.INSTANT)),
            List.of("id"),
            CursorKind.TIME,
            Optional.of("measured_at"),
            false,
            Set.of());

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "harbour-tides",
                "Harbour Tides",
                List.of(
                        Setting.required("url", Setting.Kind.URL, "The harbour's address"),
                        Setting.required("key", Setting.Kind.SECRET, "The key that the harbour master gave you")),
                List.of(new RateLimit(60, Duration.ofMinutes(1))),
                Duration.ofMinutes(1));
    }

    @Override
    public Check check(Access access) {
        var first = PageRequest.first(HEIGHTS, new Reading.Everything());
        return new Check(List.of(
                read(access, first) instanceof Answer.Page
                        ? Check.Finding.ok("heights", "the harbour answers")
                        : Check.Finding.wrong("heights", "the harbour refuses or is silent", "Check url and key")));
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return List.of(HEIGHTS);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        String since = request.reading() instanceof Reading.Since(var from) ? "since=" + from + "&" : "";
        String address = access.settings().get("url") + "/heights?" + since + "after="
                + request.after().orElse("");
        HttpAnswer answer;
        try {
            answer = access.http()
                    .send(HttpRequest.get(URI.create(address))
                            .header("X-Harbour-Key", access.secrets().get("key")));
        } catch (HttpFailed e) {
            return new Answer.Retry("the harbour did not answer: " + e.getMessage());
        }
        return switch (answer.status()) {
            case 200 -> page(answer);
            case 429 -> new Answer.Wait(answer.retryAfter().orElse(Duration.ofMinutes(1)), "too many requests");
            case 401, 403 -> new Answer.Stop("source.login_refused", "the key was refused", "Ask for a new key");
            default -> new Answer.Retry("HTTP " + answer.status());
        };
    }

    private static Answer page(HttpAnswer answer) {
        try {
            Envelope envelope = Envelope.of(answer.body(), "heights", "id"); // proves the page whole, too
            if (!envelope.hasRecords()) {
                return new Answer.Retry("an answer without heights");
            }
            Next next = envelope.find("next").<Next>map(Next.More::new).orElse(Next.Done.of());
            var raw = new RawPage("json", answer.body());
            return new Answer.Page(raw, next, answer.serverTimeBefore(), Limits.UNKNOWN, OptionalLong.empty());
        } catch (BadPage e) {
            return new Answer.Retry("not a page of heights: " + e.getMessage());
        }
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Shape.at("heights").of(stream).read(page.body(), sink);
    }
}
