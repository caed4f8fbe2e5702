package dev.tidemark.connectors.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.ReadsTogether;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SketchesTest {

    private static final Reading ALL = new Reading.Everything();

    /** One request for several streams; a part can fail alone. */
    private static final class Composite extends Sketch implements ReadsTogether {

        @Override
        Answer ask(Access access, PageRequest request) throws HttpFailed, BadPage {
            HttpAnswer answer = get(access, "/" + request.stream().name());
            return page(answer.body(), Next.Done.of(), answer);
        }

        @Override
        public int mostTogether() {
            return 5;
        }

        @Override
        public Map<String, Answer> readTogether(Access access, List<PageRequest> requests) {
            Map<String, Answer> answers = new LinkedHashMap<>();
            List<String> names = requests.stream().map(r -> r.stream().name()).toList();
            try {
                HttpAnswer answer = get(access, "/together?streams=" + String.join(",", names));
                for (String name : names) {
                    answers.put(name, part(name, answer));
                }
            } catch (HttpFailed e) {
                names.forEach(name -> answers.put(name, new Answer.Retry(String.valueOf(e.getMessage()))));
            }
            return answers;
        }

        private static Answer part(String name, HttpAnswer answer) {
            try {
                byte[] body = Json.slice(answer.body(), name);
                return Envelope.of(body, "items", "id").hasRecords()
                        ? page(body, Next.Done.of(), answer)
                        : new Answer.Stop("source.forbidden", name + " was refused", "Grant it");
            } catch (BadPage e) {
                return new Answer.Retry(String.valueOf(e.getMessage()));
            }
        }
    }

    @Test
    void several_streams_come_in_one_request_and_a_part_fails_alone() throws BadPage {
        var api = ScriptedApi.script()
                .on(
                        "GET",
                        "/together",
                        Step.json(200, "{\"a\": {\"items\": [{\"id\": \"1\"}]}, \"b\": {\"error\": \"no\"}}"));
        var composite = new Composite();
        StreamSpec a = Sketch.stream("a", CursorKind.NONE);
        Map<String, Answer> answers = composite.readTogether(
                access(composite, api),
                List.of(PageRequest.first(a, ALL), PageRequest.first(Sketch.stream("b", CursorKind.NONE), ALL)));
        assertThat(ids(composite, a, answers.get("a"))).containsExactly("1");
        assertThat(answers.get("b")).isInstanceOf(Answer.Stop.class);
        assertThat(api.asked()).hasSize(1);
    }

    /** Made, waited for, fetched: three reads. The job's name travels in the token, on an empty page. */
    private static final class AsyncJob extends Sketch {

        @Override
        Answer ask(Access access, PageRequest request) throws HttpFailed, BadPage {
            if (request.after().isEmpty()) {
                HttpAnswer made = access.http()
                        .send(HttpRequest.of("POST", URI.create("https://api.example/jobs"))
                                .json("{}"));
                String job = Json.tree(made.body()).path("id").asString();
                return page("{\"items\": []}".getBytes(StandardCharsets.UTF_8), new Next.More(job), made);
            }
            String job = request.after().get();
            HttpAnswer state = get(access, "/jobs/" + job);
            return switch (Json.tree(state.body()).path("state").asString("")) {
                case "running" -> new Answer.Wait(Duration.ofSeconds(10), "the export is being made");
                case "failed" -> new Answer.StartOver("the export failed");
                default -> {
                    HttpAnswer result = get(access, "/jobs/" + job + "/result");
                    yield Envelope.of(result.body(), "items", "id").hasRecords()
                            ? page(result.body(), Next.Done.of(), result)
                            : new Answer.Retry("no result yet");
                }
            };
        }
    }

    @Test
    void a_job_is_made_waited_for_and_fetched_in_reads_of_their_own() throws BadPage {
        var api = ScriptedApi.script()
                .on("POST", "/jobs", Step.json(201, "{\"id\": \"j7\"}"))
                .on("GET", "/jobs/j7", Step.json(200, "{\"state\": \"running\"}"))
                .on("GET", "/jobs/j7", Step.json(200, "{\"state\": \"done\"}"))
                .on("GET", "/jobs/j7/result", Step.json(200, "{\"items\": [{\"id\": \"1\"}]}"));
        var jobs = new AsyncJob();
        StreamSpec things = Sketch.stream("things", CursorKind.NONE);
        PageRequest first = PageRequest.first(things, ALL);
        PageRequest second = first.next(token(jobs.read(access(jobs, api), first)));
        assertThat(jobs.read(access(jobs, api), second)).isInstanceOf(Answer.Wait.class);
        assertThat(ids(jobs, things, jobs.read(access(jobs, api), second))).containsExactly("1");
        assertThat(api.unasked()).isZero();
    }

    /** A feed with a cursor of its own, which is kept exactly, never null, and can expire. */
    private static final class Feed extends Sketch {

        @Override
        Answer ask(Access access, PageRequest request) throws HttpFailed, BadPage {
            String kept = request.reading() instanceof Reading.From(String cursor) ? cursor : "";
            String at = request.after().orElse(kept);
            HttpAnswer answer = get(access, "/feed?cursor=" + at);
            if (answer.status() == 410) {
                return new Answer.StartOver("the feed no longer knows the cursor");
            }
            Envelope envelope = Envelope.of(answer.body(), "items", "id");
            // At its end the feed may answer no cursor: then the one that was asked with stays.
            String next = envelope.find("cursor").orElse(at);
            return page(
                    answer.body(),
                    envelope.isTrue("end") ? new Next.Done(Optional.of(next)) : new Next.More(next),
                    answer);
        }
    }

    @Test
    void an_opaque_cursor_is_kept_as_given_and_survives_a_null() {
        var api = ScriptedApi.script()
                .on(
                        "GET",
                        "/feed",
                        Step.json(200, "{\"items\": [{\"id\": \"1\"}], \"cursor\": \"x1==\", \"end\": false}"))
                .on("GET", "/feed", Step.json(200, "{\"items\": [], \"cursor\": null, \"end\": true}"))
                .on("GET", "/feed", Step.json(410, "{}"));
        var feed = new Feed();
        PageRequest first = PageRequest.first(Sketch.stream("things", CursorKind.OPAQUE), ALL);
        String token = token(feed.read(access(feed, api), first));
        assertThat(token).isEqualTo("x1==");
        assertThat(feed.read(access(feed, api), first.next(token)))
                .isInstanceOfSatisfying(
                        Answer.Page.class,
                        page -> assertThat(page.next()).isEqualTo(new Next.Done(Optional.of("x1=="))));
        assertThat(feed.read(access(feed, api), PageRequest.first(first.stream(), new Reading.From("x1=="))))
                .isInstanceOf(Answer.StartOver.class);
        assertThat(api.last().uri().getQuery()).isEqualTo("cursor=x1==");
    }

    /** Children can only be asked for parent by parent: the parents that are still to come travel in the token. */
    private static final class Children extends Sketch {

        @Override
        Answer ask(Access access, PageRequest request) throws HttpFailed, BadPage {
            if (request.after().isEmpty()) {
                HttpAnswer parents = get(access, "/parents");
                List<String> ids = new ArrayList<>();
                Json.tree(parents.body())
                        .path("items")
                        .forEach(p -> ids.add(p.path("id").asString()));
                return page("{\"items\": []}".getBytes(StandardCharsets.UTF_8), next(ids), parents);
            }
            List<String> left = List.of(request.after().get().split(" ", -1));
            HttpAnswer children = get(access, "/parents/" + left.getFirst() + "/children");
            return page(children.body(), next(left.subList(1, left.size())), children);
        }

        private static Next next(List<String> left) {
            return left.isEmpty() ? Next.Done.of() : new Next.More(String.join(" ", left));
        }
    }

    @Test
    void children_are_read_parent_by_parent_one_request_a_page() throws BadPage {
        var api = ScriptedApi.script()
                .on("GET", "/parents", Step.json(200, "{\"items\": [{\"id\": \"p1\"}, {\"id\": \"p2\"}]}"))
                .on("GET", "/parents/p1/children", Step.json(200, "{\"items\": [{\"id\": \"c1\"}, {\"id\": \"c2\"}]}"))
                .on("GET", "/parents/p2/children", Step.json(200, "{\"items\": [{\"id\": \"c3\"}]}"));
        var children = new Children();
        StreamSpec stream = Sketch.stream("children", CursorKind.NONE);
        PageRequest request = PageRequest.first(stream, ALL);
        List<@Nullable Object> ids = new ArrayList<>();
        Answer answer = children.read(access(children, api), request);
        while (answer instanceof Answer.Page page && page.next() instanceof Next.More(String token)) {
            answer = children.read(access(children, api), request.next(token));
            ids.addAll(ids(children, stream, answer));
        }
        assertThat(ids).containsExactly("c1", "c2", "c3");
        assertThat(api.asked()).hasSize(3);
    }

    private static TestAccess access(Sketch sketch, ScriptedApi api) {
        return TestAccess.to(sketch, Map.of(), Map.of(), api);
    }

    private static String token(Answer answer) {
        return ((Next.More) ((Answer.Page) answer).next()).token();
    }

    private static List<@Nullable Object> ids(Sketch sketch, StreamSpec stream, @Nullable Answer answer)
            throws BadPage {
        assertThat(answer).isInstanceOf(Answer.Page.class);
        var sink = new RecordingSink(stream);
        if (answer instanceof Answer.Page page) {
            sketch.records(stream, page.raw(), sink);
        }
        return sink.all("id");
    }
}
