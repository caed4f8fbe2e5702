package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.Hint;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.ReadsByKey;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Slips;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.hook.Signature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows the {@link Harbour}: its streams by time and by log, and how rows are written to it. */
final class HarbourConnector implements SourceConnector, RecordDestination, Hooked, ReadsByKey {

    static final String SECRET = "the harbour master's seal";

    /** A webhook's signature. */
    static final String SEAL = "Seal";

    private static final int MOST_KEYS = 3;

    /** Streams whose cursor is a token of the log; all others are read by time. */
    static final Set<String> BY_LOG = Set.of("crews");

    /** Streams that have no cursor and tell of no deletes: each reading answers everything, by numbered pages that shift. */
    static final Set<String> WHOLE = Set.of("tugs");

    private static final int BATCH = 7;

    private static final ConnectorSpec SPEC =
            new ConnectorSpec("harbour", "Harbour", List.of(), List.of(), Harbour.LATEST);

    @Override
    public ConnectorSpec spec() {
        return SPEC;
    }

    @Override
    public Check check(Access access) {
        return new Check(List.of());
    }

    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        throw new UnsupportedOperationException("streams are asked for by name");
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return Optional.of(new StreamSpec(
                stream,
                List.of(
                        Field.of("id", FieldType.TEXT),
                        Field.of("changed", FieldType.INSTANT),
                        Field.of("name", FieldType.TEXT),
                        Field.of("size", FieldType.INTEGER),
                        Field.of("note", FieldType.TEXT)),
                List.of("id"),
                WHOLE.contains(stream)
                        ? CursorKind.NONE
                        : BY_LOG.contains(stream) ? CursorKind.OPAQUE : CursorKind.TIME,
                BY_LOG.contains(stream) ? Optional.empty() : Optional.of("changed"),
                !WHOLE.contains(stream),
                Set.of()));
    }

    @Override
    public boolean allTellsDeletes(StreamSpec stream) {
        return true;
    }

    @Override
    public Slips slips(StreamSpec stream) {
        return WHOLE.contains(stream.name()) ? Slips.AS_OTHERS_DO : Slips.NEVER;
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        String address = "https://harbour.example/" + request.stream().name() + "?";
        if (WHOLE.contains(request.stream().name())) {
            return numbered(access, request, address);
        }
        // The token of a whole reading by log also carries where the log stood when it began.
        String[] token = request.after().orElse("").split("@", -1);
        String logAtStart = token.length > 1 ? token[1] : "";
        String after = request.after().isEmpty() ? "" : "&after=" + token[0];
        address += switch (request.reading()) {
            case Reading.Everything e -> "order=id" + after;
            case Reading.Since since ->
                "order=changed&from=" + "%012d".formatted(since.from().getEpochSecond()) + after;
            case Reading.From from -> "order=sequence" + (after.isEmpty() ? "&after=" + from.cursor() : after);
        };
        try {
            HttpAnswer answer = access.http().send(HttpRequest.get(URI.create(address)));
            return page(request, answer, logAtStart);
        } catch (HttpFailed e) {
            return new Answer.Retry(String.valueOf(e.getMessage()));
        }
    }

    private static Answer numbered(Access access, PageRequest request, String address) {
        int number = Integer.parseInt(request.after().orElse("0"));
        try {
            HttpAnswer answer =
                    access.http().send(HttpRequest.get(URI.create(address + "order=changed&number=" + number)));
            return page(request, answer, "0") instanceof Answer.Page page
                    ? new Answer.Page(
                            page.raw(),
                            page.next() instanceof Next.More
                                    ? new Next.More(String.valueOf(number + 1))
                                    : Next.Done.of(),
                            page.serverTime(),
                            page.seen(),
                            OptionalLong.empty())
                    : page(request, answer, "0");
        } catch (HttpFailed e) {
            return new Answer.Retry(String.valueOf(e.getMessage()));
        }
    }

    private static Answer page(PageRequest request, HttpAnswer answer, String logAtStart) {
        switch (answer.status()) {
            case 200 -> {}
            case 429 -> {
                return new Answer.Wait(answer.retryAfter().orElse(Duration.ofSeconds(5)), "429");
            }
            case 410 -> {
                return new Answer.StartOver("the log is not that long");
            }
            default -> {
                return new Answer.Retry("HTTP " + answer.status());
            }
        }
        List<String> lines = answer.text().lines().toList();
        String last = lines.isEmpty() ? "" : lines.getLast();
        if (!last.startsWith("more ") && !last.startsWith("done ")) {
            return new Answer.Retry("half a page");
        }
        String log = logAtStart.isEmpty() ? lines.getFirst().substring(4) : logAtStart;
        String place = lines.size() < 3 ? "" : lines.get(lines.size() - 2).split("\t", -1)[0];
        boolean byLog = request.stream().cursor() == CursorKind.OPAQUE;
        String cursor = request.reading() instanceof Reading.From from
                ? (place.isEmpty() ? request.after().orElse(from.cursor()) : place)
                : log;
        Next next = last.startsWith("more ")
                ? new Next.More(request.reading() instanceof Reading.Everything ? place + "@" + log : place)
                : new Next.Done(byLog ? Optional.of(cursor) : Optional.empty());
        return new Answer.Page(
                new RawPage("lines", answer.body()),
                next,
                answer.serverTimeBefore(),
                Limits.UNKNOWN,
                OptionalLong.of(Long.parseLong(last.substring(5))));
    }

    /** A line for each event: its name, the stream, the record, and whether that was deleted. */
    @Override
    public Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        if (!Signature.of(Signature.Algorithm.SHA256, SECRET, request.body())
                .is(request.header(SEAL).orElse(""), Signature.Encoding.HEX)) {
            return new Heard.Refused("another seal");
        }
        List<Hint> hints = new ArrayList<>();
        for (String line : request.text().lines().toList()) {
            String[] words = line.split("\t", -1);
            hints.add(
                    BY_LOG.contains(words[1])
                            ? new Hint.OfStream(words[0], words[1])
                            : new Hint.OfRecord(words[0], words[1], words[2], Boolean.parseBoolean(words[3])));
        }
        return new Heard.Hints(hints, Optional.empty());
    }

    @Override
    public int mostKeys(String stream, boolean gone) {
        return BY_LOG.contains(stream) ? 0 : MOST_KEYS;
    }

    /** {@inheritDoc} What the harbour answers tells whether it is deleted, whatever was said. */
    @Override
    public Answer readByKey(Access access, StreamSpec stream, List<String> keys, boolean gone) {
        String address = "https://harbour.example/" + stream.name() + "?ids=" + String.join(",", keys);
        try {
            return page(
                    PageRequest.first(stream, new Reading.Everything()),
                    access.http().send(HttpRequest.get(URI.create(address))),
                    "0");
        } catch (HttpFailed e) {
            return new Answer.Retry(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        int id = stream.indexOf("id");
        int changed = stream.indexOf("changed");
        int name = stream.indexOf("name");
        int size = stream.indexOf("size");
        int note = stream.indexOf("note");
        List<String> lines =
                new String(page.body(), StandardCharsets.UTF_8).lines().toList();
        for (String line : lines.subList(1, lines.size() - 1)) {
            String[] values = line.split("\t", -1);
            if (values.length != 7) {
                throw new BadPage("a broken line: " + line);
            }
            sink.begin();
            sink.text(id, values[1]);
            sink.instant(changed, Long.parseLong(values[2]) * 1_000_000);
            if (Boolean.parseBoolean(values[3])) {
                sink.deleted();
            }
            if (name >= 0) {
                sink.text(name, values[4]);
            }
            if (size >= 0) {
                sink.integer(size, Long.parseLong(values[5]));
            }
            if (note >= 0) {
                sink.text(note, values[6]);
            }
            sink.end(page.body(), 0, 0);
        }
    }

    @Override
    public int prepare(Access access, WriteSpec spec) {
        return BATCH;
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        StringBuilder body = new StringBuilder();
        for (ModelRow row : rows) {
            body.append(value(spec, row, "code"))
                    .append('\t')
                    .append(value(spec, row, "name"))
                    .append('\t')
                    .append(value(spec, row, "size"))
                    .append('\n');
        }
        URI uri = URI.create("https://harbour.example/" + spec.stream() + "?mode=" + spec.mode());
        HttpAnswer answer;
        try {
            answer = access.http()
                    .send(HttpRequest.of("POST", uri)
                            .body("text/plain", body.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (HttpFailed e) {
            String why = String.valueOf(e.getMessage());
            return e.maybeDone() ? new WriteAnswer.Unknown(why) : new WriteAnswer.Retry(why);
        }
        return outcomes(answer, rows);
    }

    @Override
    public WriteAnswer outcomes(Access access, WriteSpec spec, List<ModelRow> rows, String job) {
        try {
            URI uri = URI.create("https://harbour.example/jobs?name=" + job);
            return outcomes(access.http().send(HttpRequest.get(uri)), rows);
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry(String.valueOf(e.getMessage()));
        }
    }

    private static WriteAnswer outcomes(HttpAnswer answer, List<ModelRow> rows) {
        if (answer.status() == 202) {
            return new WriteAnswer.Working(answer.text(), Duration.ofSeconds(2));
        }
        if (answer.status() == 404) {
            return new WriteAnswer.Unknown("no such job");
        }
        if (answer.status() == 429) {
            return new WriteAnswer.Wait(answer.retryAfter().orElse(Duration.ofSeconds(5)), "429");
        }
        if (answer.status() == 422) {
            return new WriteAnswer.Refused("UNREADABLE", answer.text(), "{}");
        }
        if (answer.status() != 200) {
            return answer.status() == 503
                    ? new WriteAnswer.Retry("HTTP 503")
                    : new WriteAnswer.Unknown("HTTP " + answer.status());
        }
        List<String> lines = answer.text().lines().toList();
        if (lines.size() != rows.size() + 1 || !lines.getLast().equals("end")) {
            return new WriteAnswer.Unknown("half an answer");
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (String line : lines.subList(0, rows.size())) {
            String[] said = line.split("\t", -1);
            outcomes.add(
                    said[0].equals("rejected")
                            ? new Outcome.Rejected(said[1], said[1], "{}")
                            : new Outcome.Accepted(said[1], said[0].equals("created")));
        }
        return new WriteAnswer.Done(outcomes, Limits.UNKNOWN);
    }

    private static @Nullable Object value(WriteSpec spec, ModelRow row, String field) {
        return row.values().get(spec.mapping().get(field));
    }

    @Override
    public Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed {
        if (spec.match().isEmpty()) {
            return Optional.empty();
        }
        List<String> codes =
                rows.stream().map(r -> String.valueOf(value(spec, r, "code"))).toList();
        URI uri = URI.create("https://harbour.example/" + spec.stream() + "?code=" + String.join(",", codes));
        HttpAnswer answer = access.http().send(HttpRequest.get(uri));
        List<String> lines = answer.text().lines().toList();
        if (answer.status() != 200 || lines.isEmpty() || !lines.getLast().equals("end")) {
            throw new HttpFailed(
                    "no whole answer to the look-up: " + answer.status(), false, new java.io.IOException());
        }
        Map<String, String> found = new HashMap<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] pair = line.split("\t", -1);
            found.put(pair[0], pair[1]);
        }
        Set<String> seen = new HashSet<>(found.keySet());
        return Optional.of(codes.stream()
                .<Outcome>map(code -> seen.contains(code)
                        ? new Outcome.Accepted(String.valueOf(found.get(code)), true)
                        : new Outcome.Again("it is not there"))
                .toList());
    }
}
