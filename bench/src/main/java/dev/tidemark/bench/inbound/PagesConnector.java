package dev.tidemark.bench.inbound;

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
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads {@link ContactServer} with the parts that the built-in connectors are made of. */
final class PagesConnector implements SourceConnector {

    static final String STREAM = "contacts";

    private static final StreamSpec CONTACTS = new StreamSpec(
            STREAM,
            Contacts.COLUMNS.stream()
                    .map(c -> Field.of(c.name(), type(c.kind())))
                    .toList(),
            List.of(Contacts.KEY),
            StreamSpec.CursorKind.TIME,
            Optional.of(Contacts.VERSION),
            false,
            Set.of());

    private static final ConnectorSpec SPEC = new ConnectorSpec(
            "pages",
            "Pages of contacts",
            List.of(
                    Setting.required("url", Setting.Kind.URL, "Where the server is"),
                    Setting.required("size", Setting.Kind.INTEGER, "How many records a page")),
            List.of(),
            Duration.ofSeconds(1));

    private static FieldType type(Contacts.Kind kind) {
        return switch (kind) {
            case TEXT -> FieldType.TEXT;
            case BOOLEAN -> FieldType.BOOLEAN;
            case INTEGER -> FieldType.INTEGER;
            case DECIMAL -> FieldType.DECIMAL;
            case DOUBLE -> FieldType.DOUBLE;
            case DATE -> FieldType.DATE;
            case INSTANT -> FieldType.INSTANT;
        };
    }

    @Override
    public ConnectorSpec spec() {
        return SPEC;
    }

    @Override
    public Check check(Access access) {
        return new Check(List.of());
    }

    @Override
    public List<StreamSpec> discover(Access access) {
        return List.of(CONTACTS);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        String changed = request.reading() instanceof Reading.Everything ? "" : "&changed=1";
        String path =
                request.after().orElse("/contacts?size=" + access.settings().get("size") + "&after=0" + changed);
        try {
            HttpAnswer answer = access.http()
                    .send(HttpRequest.get(
                            URI.create(access.settings().get("url")).resolve(path)));
            if (!answer.isSuccess()) {
                return new Answer.Retry("HTTP " + answer.status());
            }
            Envelope around = Envelope.of(answer.body(), "records", "");
            Optional<String> next = around.find("next");
            return new Answer.Page(
                    new RawPage("json", answer.body()),
                    next.isPresent() ? new Next.More(next.get()) : Next.Done.of(),
                    answer.serverTimeBefore(),
                    Limits.UNKNOWN,
                    OptionalLong.of(around.number("total")));
        } catch (HttpFailed e) {
            return new Answer.Retry(String.valueOf(e.getMessage()));
        } catch (BadPage e) {
            return new Answer.Retry("not a whole page");
        }
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Shape.at("records").of(stream).read(page.body(), sink);
    }
}
