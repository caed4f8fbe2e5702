package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.json.Shape;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Trouble;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * The log of deletes ({@code getDeleted}), for objects whose deletes no query tells of. It is asked for together with the first
 * query of a look for changes, in one call, and both are one page. It reaches back some 15 days, or less where much was deleted.
 */
final class DeleteLog {

    /** What a stream's key is called where its deletes are in the log: the key is the one field that a stream always keeps. */
    private static final String MARK = ", deletes by getDeleted";

    private static final String FORMAT = "json+deleted;";
    private static final String CHANGES = "changes";
    private static final String DELETES = "deletes";
    private static final String LOG = DELETES + ".deletedRecords";

    /** The span that is asked for has whole minutes, and more than one. */
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    /** So far may the log be behind before it is asked for again by Salesforce's own clock, as if ours were slow. */
    private static final Duration BEHIND = Duration.ofMinutes(3);

    /** What the log surely covers: a span that begins later is refused for another reason. */
    private static final Duration KEPT = Duration.ofDays(14);

    /** Begins a token that tells the time by Salesforce's clock, where ours is not to be trusted. */
    private static final String CLOCK = "clock ";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSZ");

    private DeleteLog() {}

    static Field mark(Field field) {
        return field.name().equals(Soql.ID)
                ? new Field(field.name(), field.type(), field.detail() + MARK, field.writable())
                : field;
    }

    static boolean has(StreamSpec stream) {
        return stream.field(Soql.ID).filter(id -> id.detail().endsWith(MARK)).isPresent();
    }

    /** The address of the deletes that belong to this request, if any do. */
    static Optional<String> path(Access access, PageRequest request) {
        if (!has(request.stream())
                || !isFirst(request)
                || !(request.reading() instanceof Reading.Since(Instant from))) {
            return Optional.empty();
        }
        Instant start = from.truncatedTo(ChronoUnit.MINUTES);
        Instant now = request.after()
                .map(token -> Instant.ofEpochSecond(Long.parseLong(token.substring(CLOCK.length()))))
                .orElseGet(() -> access.clock().instant())
                .truncatedTo(ChronoUnit.MINUTES);
        Instant end = now.isBefore(start.plus(SHORTEST)) ? start.plus(SHORTEST) : now;
        return Optional.of(Calls.path(
                access,
                "/sobjects/" + request.stream().name() + "/deleted/?start=" + Params.encoded(start.toString()) + "&end="
                        + Params.encoded(end.toString())));
    }

    /** Whether the request is for the first page of a pass. */
    static boolean isFirst(PageRequest request) {
        return request.after().isEmpty() || request.after().get().startsWith(CLOCK);
    }

    /**
     * The page of changes with these deletes. It is as of the time until which the log is complete: the next look begins there,
     * and never later.
     */
    static Answer with(PageRequest request, Answer.Page changes, HttpAnswer log) {
        String what = "the log of deletes of " + request.stream().name();
        Optional<Instant> clock = log.serverTimeBefore();
        if (log.status() != 200) {
            return refused(request, log, clock, what);
        }
        try {
            JsonNode told = Json.tree(log.body());
            if (!told.path("deletedRecords").isArray()) {
                return Errors.strange(log, what, "no deletedRecords").asAnswer();
            }
            if (from(request).isBefore(moment(told, "earliestDateAvailable"))) {
                return forgotten(request);
            }
            Instant covered = moment(told, "latestDateCovered");
            if (request.after().isEmpty()
                    && clock.filter(t -> covered.isBefore(t.minus(BEHIND))).isPresent()) {
                return again(clock.get());
            }
            long deleted = told.path("deletedRecords").size();
            return new Answer.Page(
                    new RawPage(
                            FORMAT + changes.raw().format(), both(changes.raw().body(), log.body())),
                    changes.next(),
                    Optional.of(changes.serverTime()
                            .filter(time -> time.isBefore(covered))
                            .orElse(covered)),
                    changes.seen(),
                    changes.total().isPresent()
                            ? OptionalLong.of(changes.total().getAsLong() + deleted)
                            : OptionalLong.empty());
        } catch (BadPage e) {
            return Errors.strange(log, what, e).asAnswer();
        }
    }

    private static Answer refused(PageRequest request, HttpAnswer log, Optional<Instant> clock, String what) {
        String code = Errors.said(log).map(ApiError::code).orElse("");
        if (code.equals("EXCEEDED_ID_LIMIT")) {
            return forgotten(request);
        }
        if (!code.equals("INVALID_REPLICATION_DATE") || clock.isEmpty()) {
            return trouble(log, what);
        }
        if (from(request).isBefore(clock.get().minus(KEPT))) {
            return forgotten(request);
        }
        return request.after().isEmpty() ? again(clock.get()) : trouble(log, what);
    }

    /** Nothing is passed over in silence: without the log a person must choose another way to know of deletes. */
    private static Answer trouble(HttpAnswer log, String what) {
        Trouble trouble = Errors.of(log, what);
        return trouble instanceof Trouble.Stop stop
                ? new Answer.Stop(
                        "source.no_log_of_deletes",
                        stop.why(),
                        "Grant the user access to the object, or set 'mode: full' for the sync: readings of everything"
                                + " show by absence what is gone, and ask for no log")
                : trouble.asAnswer();
    }

    private static Answer again(Instant clock) {
        return new Answer.Resume(CLOCK + clock.getEpochSecond(), "our clock is not Salesforce's");
    }

    private static Instant from(PageRequest request) {
        return request.reading() instanceof Reading.Since(Instant from) ? from : Instant.EPOCH;
    }

    private static Answer forgotten(PageRequest request) {
        return new Answer.StartOver("Salesforce no longer tells what was deleted of "
                + request.stream().name()
                + " since the last look; a row that is gone is known once two readings of everything"
                + " lack it ('mode: full')");
    }

    private static Instant moment(JsonNode told, String name) throws BadPage {
        try {
            return OffsetDateTime.parse(told.path(name).asString(""), MOMENT).toInstant();
        } catch (DateTimeException e) {
            throw new BadPage("no " + name, e);
        }
    }

    private static byte[] both(byte[] changes, byte[] deletes) {
        var both = new ByteArrayOutputStream(changes.length + deletes.length + 32);
        both.writeBytes(("{\"" + CHANGES + "\":").getBytes(StandardCharsets.UTF_8));
        both.writeBytes(changes);
        both.writeBytes((",\"" + DELETES + "\":").getBytes(StandardCharsets.UTF_8));
        both.writeBytes(deletes);
        both.writeBytes("}".getBytes(StandardCharsets.UTF_8));
        return both.toByteArray();
    }

    /** Whether a page holds deletes beside the changes. */
    static boolean isIn(RawPage page) {
        return page.format().startsWith(FORMAT);
    }

    /** Reads a page with deletes: first what changed, then what is gone, each with the time of its deletion as its version. */
    static void records(StreamSpec stream, RawPage page, Shape changes, RecordSink sink) throws BadPage {
        changes.in(CHANGES).of(stream).read(page.body(), sink);
        String stamp = stream.versionField().orElse("");
        Shape.at(LOG)
                .placed(name -> List.of(name.equals(Soql.ID) ? "id" : name.equals(stamp) ? "deletedDate" : name))
                .deletedWhereSet("id")
                .of(stream)
                .read(page.body(), sink);
    }
}
