package dev.tidemark.connectors.sketch;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connectors.json.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What the sketches share: one text key, records in {@code items}, faults as a retry. */
abstract class Sketch implements SourceConnector {

    static StreamSpec stream(String name, CursorKind cursor) {
        return StreamSpec.of(name, List.of(Field.of("id", FieldType.TEXT)), "id", cursor);
    }

    /** The API's part of a read. */
    abstract Answer ask(Access access, PageRequest request) throws HttpFailed, BadPage;

    @Override
    public final Answer read(Access access, PageRequest request) {
        try {
            return ask(access, request);
        } catch (HttpFailed | BadPage e) {
            return new Answer.Retry(String.valueOf(e.getMessage()));
        }
    }

    static HttpAnswer get(Access access, String path) throws HttpFailed {
        return access.http().send(HttpRequest.get(URI.create("https://api.example" + path)));
    }

    static Answer page(byte[] body, Next next, HttpAnswer answer) {
        return new Answer.Page(
                new RawPage("json", body), next, answer.serverTimeBefore(), Limits.UNKNOWN, OptionalLong.empty());
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("sketch", "Sketch", List.of(), List.of(), Duration.ZERO);
    }

    @Override
    public Check check(Access access) {
        return new Check(List.of());
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return List.of(stream("things", CursorKind.NONE));
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Shape.at("items").of(stream).read(page.body(), sink);
    }
}
