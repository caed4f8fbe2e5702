package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import dev.tidemark.connectors.zendesk.Feed.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One page of an export or of a list. */
final class Pages {

    static final String API = "/api/v2";

    /** Streams whose records can be asked for by their ids, and how many at once (API reference, "Show Many Tickets"). */
    static final Set<String> SHOWN = Set.of(Feeds.TICKETS, Feeds.USERS, Feeds.ORGANIZATIONS);

    static final int MOST_SHOWN = 100;

    /** The most that exports answer at once, and the most that lists do. */
    static final int EXPORT_PAGE = 1_000;

    static final int LIST_PAGE = 100;

    /** Exports leave the last minute out, and refuse to begin in it. */
    private static final Duration LAST_MINUTE = Duration.ofMinutes(1);

    private static final Pattern NUMBER_OF_PAGE = Pattern.compile("[?&]page=(\\d{1,9})(?:&|$)");

    private static final String BY_CURSOR = "c";
    private static final String BY_NUMBER = "p";

    private final Access access;
    private final PageRequest request;
    private final Feed feed;
    private final String what;

    /** Empty on the first page. */
    private final Optional<String> position;

    private Pages(Access access, PageRequest request, Feed feed, Optional<String> position) {
        this.access = access;
        this.request = request;
        this.feed = feed;
        this.what = "the request for " + request.stream().name();
        this.position = position;
    }

    static Answer read(Access access, PageRequest request) {
        Optional<Feed> feed = Feeds.find(request.stream().name());
        if (feed.isEmpty()) {
            return new Answer.Stop(
                    "source.unknown_stream",
                    "Zendesk has no stream '" + request.stream().name() + "'",
                    "'tidemark discover' lists the streams");
        }
        Optional<Place> place = request.after().map(Place::of);
        place.ifPresent(at -> {
            // Refused for this kind of request alone: other streams of the account may go on, so it is no Answer.Wait.
            Duration left = Duration.between(access.clock().instant(), at.notBefore());
            if (left.isPositive()) {
                throw new NotNow(left);
            }
        });
        var pages = new Pages(access, request, feed.get(), place.map(Place::position));
        return Login.API.page(pages.what, pages::page);
    }

    /** These records as they stand now. One that is not there is left out, and so is one that was deleted. */
    static Answer shown(Access access, StreamSpec stream, List<String> ids) {
        Feed feed = Feeds.find(stream.name()).orElseThrow();
        String what = "the " + stream.name() + " that a webhook named";
        return Login.API.page(what, () -> {
            String address =
                    new Params().and("ids", String.join(",", ids)).after(API + "/" + stream.name() + "/show_many");
            HttpAnswer answer = Login.API.ask(access, Login.API.request(access, "GET", address), what);
            Envelope envelope = Envelope.of(answer.body(), feed.records(), "");
            if (!envelope.hasRecords()) {
                return Login.REFUSALS
                        .strange(answer, what, "no " + feed.records())
                        .asAnswer();
            }
            String version = stream.versionField().orElseThrow();
            if (envelope.count() > 0 && !answer.text().contains("\"" + version + "\"")) {
                // Without it nothing would order them against an export that is a minute behind (invariant 7).
                return new Answer.Stop(
                        "source.no_version",
                        what + " came without " + version,
                        "Nothing: the next look for changes finds them");
            }
            return new Answer.Page(
                    new RawPage("json;v2", answer.body()),
                    Next.Done.of(),
                    answer.serverTimeBefore(),
                    Allowance.limits(answer),
                    OptionalLong.of(envelope.count()));
        });
    }

    private Answer page() throws HttpFailed, Troubled, BadPage {
        HttpAnswer answer = Login.API.send(access, Login.API.request(access, "GET", address()));
        if (!answer.isSuccess()) {
            return refused(answer);
        }
        Envelope envelope = Envelope.of(answer.body(), feed.records(), "");
        if (!envelope.hasRecords()) {
            return strange(answer, "no " + feed.records());
        }
        return switch (feed.way()) {
            case CURSOR -> byCursor(answer, envelope);
            case TIME -> byTime(answer, envelope);
            case LIST, WHOLE -> ofList(answer, envelope);
        };
    }

    private String address() {
        var params = new Params();
        switch (feed.way()) {
            case CURSOR -> {
                cursor().ifPresentOrElse(cursor -> params.and("cursor", cursor), () -> params.and("start_time", 0));
                params.and("per_page", EXPORT_PAGE);
            }
            case TIME -> params.and("start_time", startTime()).and("per_page", EXPORT_PAGE);
            case LIST, WHOLE -> listed(params);
        }
        String address = params.after(API + feed.path());
        return feed.query().isEmpty() ? address : address + (address.contains("?") ? "&" : "?") + feed.query();
    }

    /** Lists go on after a cursor, or some at a page's number; which of them a position is, its first letter says. */
    private void listed(Params params) {
        if (position.isEmpty()) {
            if (feed.way() == Way.LIST) {
                params.and("page[size]", LIST_PAGE);
            }
        } else if (position.get().startsWith(BY_NUMBER)) {
            params.and("per_page", LIST_PAGE).and("page", position.get().substring(BY_NUMBER.length()));
        } else {
            params.and("page[size]", LIST_PAGE)
                    .and("page[after]", position.get().substring(BY_CURSOR.length()));
        }
    }

    private Optional<String> cursor() {
        return position.isPresent() || !(request.reading() instanceof Reading.From(String from))
                ? position
                : Optional.of(from);
    }

    private long startTime() {
        return position.map(Long::parseLong)
                .orElseGet(() -> request.reading() instanceof Reading.Since(Instant from)
                        ? Math.max(0, from.getEpochSecond())
                        : 0L);
    }

    private Answer refused(HttpAnswer answer) {
        Optional<ApiError> error = Login.REFUSALS.error(answer);
        String said = error.map(ApiError::toString).orElse("").toLowerCase(Locale.ROOT);
        boolean invalid = answer.status() == 400 || answer.status() == 422;
        if (answer.status() == 429 && Allowance.usedUp(answer).isPresent()) {
            Duration reset = Allowance.usedUp(answer).get();
            Duration asked = answer.retryAfter().orElse(reset);
            throw new NotNow(asked.compareTo(reset) > 0 ? asked : reset);
        }
        if (feed.way() == Way.CURSOR && cursor().isPresent() && invalid && said.contains("cursor")) {
            return new Answer.StartOver(
                    "Zendesk no longer knows the cursor of " + feed.stream().name());
        }
        if (feed.way() == Way.TIME && invalid && said.contains("too recent")) {
            throw new NotNow(LAST_MINUTE);
        }
        return Login.REFUSALS.of(answer, what).asAnswer();
    }

    /** An opaque cursor is kept exactly as given; where the last answer has none, the one that was asked with stays. */
    private Answer byCursor(HttpAnswer answer, Envelope envelope) {
        Optional<String> after = envelope.find("after_cursor").filter(text -> !text.isEmpty());
        boolean end = envelope.isTrue("end_of_stream");
        if (envelope.find("end_of_stream").isEmpty() || (!end && after.isEmpty())) {
            return strange(answer, "neither a cursor nor an end");
        }
        return end
                ? page(answer, envelope, new Next.Done(after.or(this::cursor)))
                : page(answer, envelope, more(answer, after.orElseThrow()));
    }

    /** The next page begins in the second in which this one ended, so that nothing of that second is passed by. */
    private Answer byTime(HttpAnswer answer, Envelope envelope) {
        long start = startTime();
        long end = envelope.number("end_time");
        boolean told = envelope.find("end_of_stream").isPresent();
        if (!told && envelope.find("count").isEmpty()) {
            return strange(answer, "neither an end nor a count");
        }
        boolean full = envelope.count() >= EXPORT_PAGE;
        boolean stands = end <= start;
        if (told ? envelope.isTrue("end_of_stream") : stands && !full) {
            return page(answer, envelope, Next.Done.of());
        }
        if (end < 0) {
            return strange(answer, "no end_time");
        }
        return stands
                ? new Answer.Stop(
                        "source.too_many_at_once",
                        "more " + feed.stream().name() + " than Zendesk exports at once changed in the second "
                                + Instant.ofEpochSecond(start),
                        "Ask Zendesk's support for that second, and reset the sync from a later time")
                : page(answer, envelope, more(answer, Long.toString(end)));
    }

    private Answer ofList(HttpAnswer answer, Envelope envelope) {
        if (envelope.find("meta.has_more").isPresent()) {
            if (!envelope.isTrue("meta.has_more")) {
                return page(answer, envelope, Next.Done.of());
            }
            Optional<String> after = envelope.find("meta.after_cursor").filter(text -> !text.isEmpty());
            return after.isPresent()
                    ? page(answer, envelope, more(answer, BY_CURSOR + after.get()))
                    : strange(answer, "no cursor");
        }
        String next = envelope.find("next_page").orElse("");
        if (next.isEmpty()) {
            return page(answer, envelope, Next.Done.of());
        }
        Matcher number = NUMBER_OF_PAGE.matcher(next);
        return number.find()
                ? page(answer, envelope, more(answer, BY_NUMBER + number.group(1)))
                : strange(answer, "no number of a next page");
    }

    /** The last request of this kind that is allowed for now says so: the next one is not sent before. */
    private Next more(HttpAnswer answer, String next) {
        Instant notBefore = Allowance.usedUp(answer)
                .map(wait -> access.clock().instant().plus(wait).plusSeconds(1))
                .orElse(Instant.EPOCH);
        return new Next.More(new Place(notBefore, next).token());
    }

    private Answer page(HttpAnswer answer, Envelope envelope, Next next) {
        boolean whole = position.isEmpty() && next instanceof Next.Done;
        return new Answer.Page(
                new RawPage("json;v2", answer.body()),
                next,
                answer.serverTimeBefore(),
                Allowance.limits(answer),
                whole ? OptionalLong.of(envelope.count()) : OptionalLong.empty());
    }

    private Answer strange(HttpAnswer answer, String fault) {
        return Login.REFUSALS.strange(answer, what, fault).asAnswer();
    }
}
